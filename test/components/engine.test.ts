/** What the elements need from an engine. When this fails, nothing else in this folder can be trusted. */
import { expect } from '@esm-bundle/chai';
import { html, LitElement, render } from 'lit';

class EngineProbe extends LitElement {
  static formAssociated = true;
  readonly internals = this.attachInternals();
  override render() {
    return html`<p part="text"><slot></slot></p>`;
  }
}
customElements.define('engine-probe', EngineProbe);

describe('this engine', () => {
  it('renders a Lit element with a shadow root', async () => {
    const host = document.createElement('div');
    document.body.append(host);
    render(html`<engine-probe>hello</engine-probe>`, host);
    const probe = host.querySelector('engine-probe') as EngineProbe;
    await probe.updateComplete;
    expect(probe.shadowRoot?.querySelector('p')?.part.contains('text')).to.equal(true);
    expect(probe.internals.form).to.equal(null);
    host.remove();
  });

  it('loads a CommonJS dependency as it will in a bundle', async () => {
    const { encodeQr } = await import('../../src/qr/encode.js');
    expect(encodeQr('hello').size).to.equal(21);
  });

  it('signs and verifies ES256', async () => {
    const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const data = new TextEncoder().encode('card');
    const signature = await crypto.subtle.sign(algorithm, key.privateKey, data);
    expect(await crypto.subtle.verify(algorithm, key.publicKey, signature, data)).to.equal(true);
    data[0] = (data[0] ?? 0) ^ 1;
    expect(await crypto.subtle.verify(algorithm, key.publicKey, signature, data)).to.equal(false);
  });

  it('reads the third-party vectors where they are', async function () {
    const response = await fetch('/vectors/README.md');
    if (response.status === 404) this.skip(); // skipped: no vectors
    expect(await response.text()).to.contain('Third-party data');
  });
});
