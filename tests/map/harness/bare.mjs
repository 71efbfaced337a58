// An empty page from which tests import single modules.
globalThis.ready = true;
