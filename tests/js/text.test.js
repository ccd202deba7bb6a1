import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { setMessages, t, text } from "../../tableorder/static/js/lib/i18n.js";
import { money, moneyDelta, plainMoney } from "../../tableorder/static/js/lib/money.js";

afterEach(() => setMessages(null));

test("a text without a translation is its msgid", () => {
  setMessages({ Close: "닫기", Empty: "" });
  assert.deepEqual([t("Close"), t("Open"), t("Empty")], ["닫기", "Open", "Empty"]);
});

test("parameters are put in as gettext does", () => {
  setMessages({ "%(n)s of %(all)s": "%(all)s개 중 %(n)s개" });
  assert.equal(t("%(n)s of %(all)s", { n: 2, all: 5 }), "5개 중 2개");
  assert.equal(t("100%% of %(what)s", { what: "%(n)s" }), "100% of %(n)s");
});

test("a menu text is the reader's, else the store's, else any", () => {
  const bibimbap = { ko: "비빔밥", en: "Bibimbap", ja: "" };
  assert.equal(text(bibimbap, ["en", "ko"]), "Bibimbap");
  assert.equal(text(bibimbap, ["ja", "ko"]), "비빔밥");
  assert.equal(text({ zh: "拌饭" }, ["ja", "ko"]), "拌饭");
  assert.equal(text("비빔밥"), "비빔밥");
  assert.equal(text(null), "");
  assert.equal(text({}), "");
});

test("money is written as the server writes it", () => {
  assert.equal(plainMoney(3000, "KRW", "ko"), "₩3,000");
  assert.equal(plainMoney(1234567, "KRW", "en"), "₩1,234,567");
  assert.equal(plainMoney(3000, "USD", "en"), "$30.00");
  assert.equal(plainMoney(3000, "USD", "ko"), "US$30.00");
  assert.equal(plainMoney(-500, "KRW", "ko"), "-₩500");
});

test("a price of nothing is free, a choice of nothing adds no words", () => {
  setMessages({ Free: "무료" });
  assert.equal(money(0, "KRW", "ko"), "무료");
  assert.equal(money(500, "KRW", "ko"), "₩500");
  assert.deepEqual([-500, 0, 500].map((n) => moneyDelta(n, "KRW", "ko")), ["-₩500", "", "+₩500"]);
});
