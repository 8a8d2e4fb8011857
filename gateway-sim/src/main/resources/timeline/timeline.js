"use strict";
(() => {
  const tip = document.getElementById("tip");
  const seconds = (s, digits) => s.toFixed(digits) + " s";

  /** The finest of these steps whose labels have room. */
  const STEPS = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];

  function layOut(run) {
    const length = Number(run.dataset.length);
    const axis = run.querySelector(".axis .track");
    const width = axis.clientWidth;
    const step = STEPS.find(one => width * one / length >= 62) || 1200;
    const digits = step >= 1 ? 0 : step >= .1 ? 1 : step >= .01 ? 2 : 3;
    axis.textContent = "";
    const rules = run.querySelector(".rules");
    rules.querySelectorAll("i.tick").forEach(one => one.remove());
    for (let t = 0; t <= length * 1.0001 && axis.childElementCount < 2000; t += step) {
      const left = 100 * t / length + "%";
      if (width - width * t / length > 18 || t === 0) {
        const label = document.createElement("span");
        label.textContent = seconds(t, digits);
        label.style.left = left;
        axis.append(label);
      }
      const rule = document.createElement("i");
      rule.className = "tick";
      rule.style.left = left;
      rules.prepend(rule);
    }
    run.querySelectorAll(".track").forEach(track => {
      let free = -1;
      const right = track.getBoundingClientRect().right;
      track.querySelectorAll(".m").forEach(mark => mark.classList.remove("crowded"));
      track.querySelectorAll(".m").forEach(mark => {
        const label = mark.querySelector("span");
        if (!label) return;
        const box = label.getBoundingClientRect();
        const crowded = box.left < free || box.right > right;
        mark.classList.toggle("crowded", crowded);
        if (!crowded) free = box.right + 12;
      });
    });
  }

  function zoom(run, factor, middle) {
    const scroll = run.querySelector(".scroll"), lanes = run.querySelector(".lanes");
    const before = Number(lanes.style.getPropertyValue("--zoom") || 1);
    const after = factor === 0 ? 1 : Math.min(400, Math.max(1, before * factor));
    const names = parseFloat(getComputedStyle(run.querySelector(".rules")).left);
    const room = scroll.clientWidth - names;
    const at = middle === undefined ? room / 2 : middle - names;
    const time = (scroll.scrollLeft + at) / (room * before);
    lanes.style.setProperty("--zoom", after);
    lanes.getAnimations().forEach(animation => animation.finish());
    scroll.scrollLeft = time * room * after - at;
    layOut(run);
  }

  function show(item) {
    const from = Number(item.dataset.t), to = item.dataset.u ? Number(item.dataset.u) : from;
    const when = to > from ? `${seconds(from, 3)} – ${seconds(to, 3)}  (${seconds(to - from, 3)})` : seconds(from, 3);
    tip.textContent = "";
    const head = document.createElement("b");
    head.textContent = when;
    tip.append(head, item.dataset.d);
    const box = item.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const x = Math.min(Math.max(4, box.left), innerWidth - own.width - 4);
    const below = box.bottom + 8 + own.height < innerHeight;
    tip.style.left = x + "px";
    tip.style.top = (below ? box.bottom + 8 : Math.max(4, box.top - own.height - 8)) + "px";
    tip.style.visibility = "visible";
  }

  const hide = () => { tip.style.visibility = "hidden"; };
  const items = lane => [...lane.querySelectorAll("[data-d]")].sort((a, b) => a.dataset.t - b.dataset.t);

  function focus(item) {
    const lane = item.closest(".lane");
    lane.querySelectorAll("[data-d][tabindex='0']").forEach(one => { one.tabIndex = -1; });
    item.tabIndex = 0;
    item.focus();
    item.scrollIntoView({block: "nearest", inline: "nearest"});
  }

  function neighbour(item, lanesOn) {
    const lanes = [...item.closest(".lanes").querySelectorAll(".lane")].filter(lane => items(lane).length);
    const lane = lanes[lanes.indexOf(item.closest(".lane")) + lanesOn];
    if (!lane) return null;
    const t = Number(item.dataset.t);
    return items(lane).reduce((best, one) =>
      Math.abs(one.dataset.t - t) < Math.abs(best.dataset.t - t) ? one : best);
  }

  document.querySelectorAll(".run").forEach(run => {
    const scroll = run.querySelector(".scroll"), cursor = run.querySelector(".cursor");
    run.querySelectorAll("button[data-zoom]").forEach(button =>
      button.addEventListener("click", () => zoom(run, Number(button.dataset.zoom))));
    run.querySelectorAll(".lane").forEach(lane => { const first = items(lane)[0]; if (first) first.tabIndex = 0; });
    scroll.addEventListener("mouseover", event => {
      const item = event.target.closest("[data-d]");
      if (item) show(item); else hide();
    });
    scroll.addEventListener("mousemove", event => {
      const box = run.querySelector(".rules").getBoundingClientRect();
      cursor.style.display = event.clientX >= box.left ? "block" : "none";
      cursor.style.left = event.clientX - box.left + "px";
    });
    scroll.addEventListener("mouseleave", () => { hide(); cursor.style.display = "none"; });
    scroll.addEventListener("wheel", event => {
      if (event.ctrlKey || event.altKey) {
        event.preventDefault();
        zoom(run, event.deltaY < 0 ? 1.25 : .8, event.clientX - scroll.getBoundingClientRect().left);
      }
    }, {passive: false});
    scroll.addEventListener("focusin", event => { if (event.target.dataset.d) show(event.target); });
    scroll.addEventListener("focusout", hide);
    scroll.addEventListener("keydown", event => {
      const item = event.target;
      if (!item.dataset || !item.dataset.d) return;
      const all = items(item.closest(".lane")), at = all.indexOf(item);
      const next = {
        ArrowRight: () => all[at + 1], ArrowLeft: () => all[at - 1], Home: () => all[0], End: () => all[all.length - 1],
        ArrowDown: () => neighbour(item, 1), ArrowUp: () => neighbour(item, -1),
      }[event.key];
      if (next) {
        event.preventDefault();
        const to = next();
        if (to) focus(to);
      } else if (event.key === "Escape") {
        hide();
      } else if (event.key === "+" || event.key === "-" || event.key === "0") {
        const box = item.getBoundingClientRect();
        zoom(run, {"+": 1.5, "-": 1 / 1.5, "0": 0}[event.key], box.left - scroll.getBoundingClientRect().left);
        focus(item);
        show(item);
      }
    });
    layOut(run);
  });
  let pending;
  addEventListener("resize", () => {
    clearTimeout(pending);
    pending = setTimeout(() => document.querySelectorAll(".run").forEach(layOut), 60);
  });
  addEventListener("scroll", hide, {passive: true});
  document.documentElement.dataset.ready = "true";
})();
