/*
 * Tells in JupyterLab when the service is about to be renewed: people who work there do not look at the hub's pages.
 *
 * A prebuilt extension is a container of modules (webpack's module federation) at window._JUPYTERLAB[its name]. This one
 * has a single module, which needs nothing of JupyterLab's but its commands, so there is nothing to build.
 * The hub answers {"state", "until"}; see components/hub/python/dsaas_handover_hooks.py.
 */
(() => {
  "use strict";

  /** Between two questions, ms; the shorter one from the announced time on, since servers stop within seconds then. */
  const pause = 20_000;
  const shortPause = 3_000;

  /** Path of the hub, from the settings in JupyterLab's page; undefined where no hub started this server. */
  function hubPrefix() {
    const settings = document.getElementById("jupyter-config-data");
    return settings === null ? undefined : JSON.parse(settings.textContent).hubPrefix;
  }

  /** What people must know; undefined when there is nothing. */
  function message({ state, until }) {
    if (state === "announced") {
      const time = new Date(until);
      const known = !Number.isNaN(time.getTime());
      const clock = time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      const when = known ? `at ${clock}` : "soon";
      return `This service is renewed ${when}. Save your work: servers stop then, files are kept.`;
    }
    if (state === "draining" || state === "stopped") {
      return "This service is renewed now. Servers stop, files are kept. Start yours again in a few minutes.";
    }
    return undefined;
  }

  /** Until the next question, ms. */
  function pauseAfter({ state, until }) {
    const left = Date.parse(until) - Date.now();
    return state === "announced" && left < pause ? Math.max(left, shortPause) : pause;
  }

  /** Keeps one notification as the hub's latest answer has it; gives a function that takes the next answer. */
  function notifier(commands) {
    let shown = {};

    async function show(text) {
      const save = { label: "Save all", commandId: "docmanager:save-all" };
      const actions = commands.hasCommand(save.commandId) ? [save] : [];
      return commands.execute("apputils:notify", {
        message: text,
        type: "warning",
        options: { autoClose: false, actions },
      });
    }

    return async (answer) => {
      const text = message(answer);
      // Whoever has closed it has read it.
      if (text === shown.text) return;
      const before = shown;
      const now = (shown = { text });
      if (before.id !== undefined) await commands.execute("apputils:dismiss-notification", { id: before.id });
      if (text !== undefined) now.id = await show(text);
    };
  }

  const plugin = {
    id: "@dsaas/handover:notice",
    description: "Tells when the service is about to be renewed.",
    autoStart: true,
    activate({ commands, restored }) {
      const hub = hubPrefix();
      if (!hub) return;
      const tell = notifier(commands);

      let answer = {};

      async function ask() {
        // Nobody looks at a hidden page; it asks when it is shown again.
        if (document.hidden || !commands.hasCommand("apputils:notify")) return;
        try {
          const response = await fetch(`${hub.replace(/\/$/, "")}/notice`, { cache: "no-store", credentials: "omit" });
          if (!response.ok) return;
          answer = await response.json();
          await tell(answer);
        } catch (problem) {
          console.debug("The hub does not say whether it is about to be renewed", problem);
        }
      }

      let next;
      async function go() {
        await ask();
        clearTimeout(next);
        next = setTimeout(go, pauseAfter(answer));
      }
      document.addEventListener("visibilitychange", () => document.hidden || go());
      restored.then(go);
    },
  };

  const extension = { __esModule: true, default: plugin };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["@dsaas/handover"] = { init: () => undefined, get: async () => () => extension };
})();
