/**
 * Writes to stdout and waits until it has taken everything in, so that a slow pipe loses nothing and a long list is not
 * held in memory. A reader that has gone away (`| head`) ends the process quietly.
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
      else if ("code" in error && error.code === "EPIPE") process.exit();
      else reject(error);
    });
  });
}

// The failed write is also emitted; without a listener it would end the process with a stack trace.
process.stdout.on("error", () => {});
