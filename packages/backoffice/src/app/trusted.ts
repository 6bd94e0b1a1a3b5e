// What the page may hand to the browser as markup under Trusted Types: style sheets, never an element.

interface Policies {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown;
}

const { trustedTypes } = globalThis as { trustedTypes?: Policies };

// Mantine writes its variables into <style> elements by innerHTML. A text without `<` makes no element, whoever wrote it.
trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (text.includes('<')) throw new TypeError('markup is not taken as text here');
    return text;
  },
});

/** The nonce of this answer's Content-Security-Policy, which `<style>` elements made later must carry. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

// Read by the code that locks scrolling behind a dialog.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce();
