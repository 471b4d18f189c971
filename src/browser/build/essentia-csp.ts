import type { Plugin } from "vite";

/**
 * essentia.js's WASM glue (embind) builds functions from strings when it starts, which a Content-Security-Policy without
 * 'unsafe-eval' forbids, and the AudioWorklet takes the page's policy. These five functions are replaced by closures
 * that do the same. (Ours, published under the AGPL like the rest of the project.)
 */
const replacements: Readonly<Record<string, string>> = {
  createNamedFunction: `function createNamedFunction(name, body) {
    var named = function () { "use strict"; return body.apply(this, arguments); };
    Object.defineProperty(named, "name", { value: makeLegalFunctionName(name) });
    return named;
  }`,

  craftInvokerFunction: `function craftInvokerFunction(humanName, argTypes, classType, cppInvokerFunc, cppTargetFunc) {
    if (argTypes.length < 2) throwBindingError("a binding needs types for its return value and 'this'");
    var isMethod = argTypes[1] !== null && classType !== null;
    var expected = argTypes.length - 2;
    var first = isMethod ? 2 : 1;
    var useStack = argTypes.some(function (type, i) {
      return i > 0 && type !== null && type.destructorFunction === undefined;
    });
    var returns = argTypes[0].name !== "void";
    return function () {
      if (arguments.length !== expected)
        throwBindingError(humanName + " takes " + expected + " arguments, got " + arguments.length);
      var destructors = useStack ? [] : null;
      var wired = [cppTargetFunc];
      if (isMethod) wired[1] = argTypes[1].toWireType(destructors, this);
      for (var i = 0; i < expected; i++) wired[first + i] = argTypes[i + 2].toWireType(destructors, arguments[i]);
      var result = cppInvokerFunc.apply(null, wired);
      if (useStack) runDestructors(destructors);
      else
        for (var t = isMethod ? 1 : 2; t < argTypes.length; t++)
          if (argTypes[t].destructorFunction !== null) argTypes[t].destructorFunction(wired[t - 2 + first]);
      if (returns) return argTypes[0].fromWireType(result);
    };
  }`,

  embind__requireFunction: `function embind__requireFunction(signature, rawFunction) {
    signature = readLatin1String(signature);
    var dynCall = Module["dynCall_" + signature];
    if (typeof dynCall !== "function")
      throwBindingError("unknown function pointer with signature " + signature + ": " + rawFunction);
    return function () {
      var wired = [rawFunction];
      for (var i = 1; i < signature.length; i++) wired[i] = arguments[i - 1];
      return dynCall.apply(null, wired);
    };
  }`,

  craftEmvalAllocator: `function craftEmvalAllocator(argCount) {
    return function (constructor, argTypes, args) {
      var values = [];
      for (var i = 0; i < argCount; i++) {
        var type = requireRegisteredType(Module.HEAP32[(argTypes >>> 2) + i], "parameter " + i);
        values.push(type.readValueFromPointer(args));
        args += type.argPackAdvance;
      }
      return __emval_register(Reflect.construct(constructor, values));
    };
  }`,

  __emval_get_method_caller: `function __emval_get_method_caller(argCount, argTypes) {
    var types = __emval_lookupTypes(argCount, argTypes);
    var returned = types[0];
    return __emval_addMethodCaller(function (handle, name, destructors, args) {
      var values = [];
      var offset = 0;
      for (var i = 1; i < argCount; i++) {
        values.push(types[i].readValueFromPointer(args + offset));
        offset += types[i].argPackAdvance;
      }
      var result = handle[name].apply(handle, values);
      for (var j = 1; j < argCount; j++) if (types[j].deleteObject) types[j].deleteObject(values[j - 1]);
      if (!returned.isVoid) return returned.toWireType(destructors, result);
    });
  }`,
};

/** Where a function declaration begins and ends. The braces inside its strings come in pairs. */
function declarationSpan(code: string, name: string): { readonly start: number; readonly end: number } {
  const head = `function ${name}(`;
  const start = code.indexOf(head);
  if (start < 0 || code.indexOf(head, start + 1) >= 0) throw new Error(`essentia.js has no single function "${name}"`);
  let depth = 0;
  for (let at = code.indexOf("{", start); at < code.length; at++) {
    if (code[at] === "{") depth++;
    else if (code[at] === "}" && --depth === 0) return { start, end: at + 1 };
  }
  throw new Error(`essentia.js: "${name}" does not end`);
}

/** Node's side of the glue, which a browser never reaches and a bundler warns about. */
const nodeOnly = /if\(typeof module!=="undefined"\)\{module\["exports"\]=Module\}|require\("(?:fs|path|crypto)"\)/g;

/** Replaces what builds functions from strings in essentia.js's WASM glue. */
export function withoutGeneratedCode(code: string): string {
  let result = code.replace(nodeOnly, (found) => (found.startsWith("if") ? "" : "null"));
  for (const [name, replacement] of Object.entries(replacements)) {
    const { start, end } = declarationSpan(result, name);
    result = result.slice(0, start) + replacement + result.slice(end);
  }
  return result;
}

/**
 * Code from strings, as a Content-Security-Policy without 'unsafe-eval' refuses it. `Function("return this")()` passes: it
 * is how libraries find the global object where there is no `self`, and a page and its workers have one.
 */
const generatedCode = /\bnew\s+Function\b|\bFunction\s*\(\s*["'`](?!return this["'`])|(?<![\w.$])eval\s*\(/;

/** The first place in a script that makes code from a string, with what surrounds it; null where there is none. */
export function findGeneratedCode(code: string): string | null {
  const match = generatedCode.exec(code);
  return match ? code.slice(Math.max(0, match.index - 60), match.index + 60) : null;
}

/**
 * Makes essentia.js run under `script-src 'self' 'wasm-unsafe-eval'`, and fails the build where anything that would not
 * is left in its output. Belongs in `plugins` and in `worker.plugins`.
 */
export function essentiaCsp(): Plugin {
  return {
    name: "essentia-csp",
    enforce: "pre",
    transform: {
      filter: { id: /essentia-wasm\.es\.js/ },
      handler: (code) => ({ code: withoutGeneratedCode(code), map: null }),
    },
    generateBundle(_, bundle) {
      for (const [file, output] of Object.entries(bundle)) {
        const code = output.type === "chunk" ? output.code : file.endsWith(".js") ? String(output.source) : "";
        const found = findGeneratedCode(code);
        if (found !== null) this.error(`${file} makes code from strings: … ${found} …`);
      }
    },
  };
}
