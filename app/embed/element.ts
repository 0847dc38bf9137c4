/**
 * `<kubehop-lab link="#v1…">`: the Lab in any page. A script of its own, loaded by the page around;
 * it works as a classic script and as a module, and brings nothing else along.
 */
(() => {
  const name = 'kubehop-lab';
  if (customElements.get(name) !== undefined) return;

  const script = document.currentScript;
  const source = script instanceof HTMLScriptElement ? script.src : '';
  const own = source === '' ? document.querySelector<HTMLScriptElement>('script[src$="embed.js"]')?.src : source;
  const home = new URL('.', own ?? document.baseURI).href;

  /** Attributes that the page inside understands as they are. */
  const passed = ['lang', 'theme', 'mode', 'panes', 'hide', 'scenario'];

  class KubehopLab extends HTMLElement {
    static readonly observedAttributes = ['link', 'height', ...passed, 'readonly'];
    readonly #frame = document.createElement('iframe');
    #waiting = new Map<string, (data: string) => void>();
    #nextExport = 1;

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
      return new Promise((resolve) => {
        this.#waiting.set(id, resolve);
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
      this.#frame.src = `${home}?${query.toString()}${link.slice(Math.max(link.indexOf('#'), 0))}`;
      this.#frame.style.height = this.#height();
    }

    #height(): string {
      const asked = this.getAttribute('height') ?? '520';
      return /^\d+$/.test(asked) ? `${asked}px` : asked === 'auto' ? '520px' : asked;
    }

    #say(message: object): void {
      // A sandboxed frame has no origin that could be named; what is said holds no secret.
      this.#frame.contentWindow?.postMessage({ kubehop: 1, ...message }, '*');
    }

    readonly #hear = (event: MessageEvent<unknown>): void => {
      if (event.source !== this.#frame.contentWindow) return;
      const { data } = event;
      if (typeof data !== 'object' || data === null || !('kubehop' in data) || data.kubehop !== 1) return;
      if (!('type' in data) || typeof data.type !== 'string') return;
      if (data.type === 'resize' && this.getAttribute('height') === 'auto' && 'height' in data) {
        this.#frame.style.height = `${Math.min(Math.max(Number(data.height) || 0, 320), 2000)}px`;
      }
      if (data.type === 'exported' && 'id' in data && 'data' in data) {
        this.#waiting.get(String(data.id))?.(String(data.data));
        this.#waiting.delete(String(data.id));
      }
      this.dispatchEvent(new CustomEvent(`kubehop-${data.type}`, { detail: data, bubbles: true, composed: true }));
    };
  }
  customElements.define(name, KubehopLab);
})();
