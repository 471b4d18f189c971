/*
 * npm run card -- [DIR]
 *
 * Writes card.json and card.md of a bundle anew, from its weights, what its training left in card.json, its
 * evaluation.json and its ablations.json. Trains and measures nothing; takes a second. `train` and `evaluate` do the
 * same when they end.
 */
import { Command } from "commander";
import { writeCard } from "../node/cards.ts";
import { print } from "../node/stdout.ts";

const command = new Command("card").argument("[dir]", "folder of the bundle", "models/undertone-1").parse();
const dir = command.args[0] ?? "models/undertone-1";
const card = await writeCard(dir);
if (!card.ok) command.error(card.fault);
else await print(`${dir}: card of ${card.value}\n`);
