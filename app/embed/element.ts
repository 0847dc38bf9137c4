/**
 * `<kubehop-lab link="#v1…">`: the Lab in any page. A script of its own, loaded by the page around;
 * it works as a classic script and as a module, and brings nothing else along.
 */
(() => {
  const name = 'kubehop-lab';
  if (customElements.get(name) !== undefined) return;

  const script = document.currentScript;
  const source = script instanceof HTMLScriptElement ? script.src : '';
  const own = source === '' ? document.querySelector<HTMLScriptElement>('script[src*="embed.js"]')?.src : source;
  const home = new URL('.', own ?? document.baseURI).href;

  const origin = new URL(home).origin;

  /** Attributes that the page inside understands as they are. */
  const passed = ['lang', 'theme', 'mode', 'panes', 'hide', 'scenario'];

  class KubehopLab extends HTMLElement {
    static readonly observedAttributes = ['link', 'height', ...passed, 'readonly'];
    readonly #frame = document.createElement('iframe');
    #waiting = new Map<string, { resolve: (data: string) => void; reject: (reason: Error) => void }>();
    #nextExport = 1;
    /** What was said before the page inside could hear it; undefined once it can. */
    #unsaid: object[] | undefined = [];

    connectedCallback(): void {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const frame = this.#frame;
      frame.title = this.getAttribute('title') ?? 'kubehop';
      frame.loading = 'lazy';
      frame.allow = 'clipboard-write';
      const sandbox = this.getAttribute('sandbox');
      if (sandbox !== null) frame.setAttribute('sandbox', sandbox === '' ? 'allow-scripts allow-popups' : sandbox);
      frame.style.cssText = 'display:block;width:100%;border:0;border-radius:inherit';
      this.style.display ||= 'block';
      this.#layOut();
      root.replaceChildren(frame);
      window.addEventListener('message', this.#hear);
    }

    disconnectedCallback(): void {
      window.removeEventListener('message', this.#hear);
    }

    attributeChangedCallback(attribute: string, before: string | null, after: string | null): void {
      if (before === after || this.#frame.src === '') return;
      if (attribute === 'height') this.#frame.style.height = this.#height();
      else if (attribute === 'theme' || attribute === 'lang') this.#say({ type: 'set', [attribute]: after });
      else if (attribute === 'link') this.load(after ?? '');
      else this.#layOut();
    }

    /** Opens a share link, or texts by file name. */
    load(lab: string | Readonly<Record<string, string>>): void {
      this.#say({ type: 'load', ...(typeof lab === 'string' ? { link: lab } : { files: lab }) });
    }

    /** Moves the packet; hops count from 1. */
    goto(hop: number, leg: 'request' | 'reply' = 'request'): void {
      this.#say({ type: 'goto', hop, leg });
    }

    set(change: { readonly lang?: string; readonly theme?: string; readonly view?: string }): void {
      this.#say({ type: 'set', ...change });
    }

    /** `link`, `yaml` or `trace` (JSON) of the Lab as it is now. */
    export(format: 'link' | 'yaml' | 'trace' = 'link'): Promise<string> {
      const id = String(this.#nextExport++);
      this.#say({ type: 'export', id, format });
      return new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
      });
    }

    #layOut(): void {
      const query = new URLSearchParams({ embed: '1' });
      for (const attribute of passed) {
        const value = this.getAttribute(attribute);
        if (value !== null) query.set(attribute, value);
      }
      if (this.hasAttribute('readonly')) query.set('readonly', '1');
      query.set('origin', window.location.origin);
      const link = this.getAttribute('link') ?? '';
      for (const { reject } of this.#waiting.values()) reject(new Error('the lab was opened anew'));
      this.#waiting.clear();
      this.#unsaid = [];
      this.#frame.src = `${home}?${query.toString()}${link.includes('#') ? link.slice(link.indexOf('#')) : ''}`;
      this.#frame.style.height = this.#height();
    }

    #height(): string {
      const asked = this.getAttribute('height') ?? '520';
      return /^\d+$/.test(asked) ? `${asked}px` : asked === 'auto' ? '520px' : asked;
    }

    /** A sandboxed frame has no origin that could be named. */
    get #opaque(): boolean {
      const { sandbox } = this.#frame;
      return sandbox.length > 0 && !sandbox.contains('allow-same-origin');
    }

    #say(message: object): void {
      if (this.#unsaid !== undefined) this.#unsaid.push(message);
      else this.#frame.contentWindow?.postMessage({ kubehop: 1, ...message }, this.#opaque ? '*' : origin);
    }

    #sayAll(): void {
      const unsaid = this.#unsaid ?? [];
      this.#unsaid = undefined;
      for (const message of unsaid) this.#say(message);
    }

    readonly #hear = (event: MessageEvent<unknown>): void => {
      if (event.source !== this.#frame.contentWindow || event.origin !== (this.#opaque ? 'null' : origin)) return;
      const { data } = event;
      if (typeof data !== 'object' || data === null || !('kubehop' in data) || data.kubehop !== 1) return;
      if (!('type' in data) || typeof data.type !== 'string') return;
      if (data.type === 'ready') this.#sayAll();
      if (data.type === 'resize' && this.getAttribute('height') === 'auto' && 'height' in data) {
        this.#frame.style.height = `${Math.min(Math.max(Number(data.height) || 0, 320), 2000)}px`;
      }
      if (data.type === 'exported' && 'id' in data && 'data' in data) {
        this.#waiting.get(String(data.id))?.resolve(String(data.data));
        this.#waiting.delete(String(data.id));
      }
      this.dispatchEvent(new CustomEvent(`kubehop-${data.type}`, { detail: data, bubbles: true, composed: true }));
    };
  }
  customElements.define(name, KubehopLab);
})();
