/** This answer's own: the edge puts it into the page and into the page's policy. Style elements made here must carry it. */
const nonce = document.getElementById('root')?.nonce ?? '';

export const styleNonce = (): string => nonce;

// Where the kit's dialogs (react-remove-scroll, by way of get-nonce) look for it.
Object.assign(globalThis, { __webpack_nonce__: nonce });
