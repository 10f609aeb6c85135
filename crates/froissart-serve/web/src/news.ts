// The ledger's own news: where claims or decisions were added since this page was made, it says so and offers a reload.
// Only the page that is looked at listens: a browser has six connections to a server, and a tab that waits holds one.

export function news(): void {
  const known = document.body.dataset.state;
  if (!known || !("EventSource" in window)) return;
  let source: EventSource | null = null;

  const show = (): void => {
    const bar = document.createElement("p");
    bar.className = "news";
    bar.setAttribute("role", "status");
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = "show them";
    again.addEventListener("click", (click) => {
      click.preventDefault();
      location.reload();
    });
    bar.append("The ledger has grown since this page was made: ", again, ".");
    document.querySelector("main")?.prepend(bar);
  };

  const listen = (): void => {
    if (document.hidden || source || document.querySelector(".news")) return;
    source = new EventSource("/api/v1/changes");
    source.addEventListener("state", (e) => {
      if ((e as MessageEvent<string>).data === known) return;
      stop();
      show();
    });
  };
  const stop = (): void => {
    source?.close();
    source = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  addEventListener("pagehide", stop);
  listen();
}
