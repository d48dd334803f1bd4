// Every word of the page itself, in both languages. What the bot and the people say comes from the server.

const TEXTS = {
  "zh-CN": {
    "room": "科普排练室",
    "local-only": "这里是排练，什么都不会发出这台电脑。",
    "chats": "聊天",
    "messages": "聊天记录",
    "photos": "要发的照片和文件",
    "back": "返回聊天列表",
    "close": "关闭",
    "cancel": "取消",
    "retry": "马上重试",
    "switch-language": "English",
    "switch-language-short": "EN",

    "kind-officers": "信息员群",
    "kind-public": "群众群",
    "kind-coordinators": "协调员群",
    "kind-private": "私聊",
    "kind-group": "新群",
    "member-count": "{n}人",
    "members": "群成员",
    "reactions": "回应",
    "chat-details": "聊天信息",
    "details-of": "{name}，查看详情",
    "you": "我",
    "bot": "机器人",
    "unread": "{n}条未读",
    "no-messages": "还没有消息。发一句话试试，或点左下角的“/”看看能做什么。",
    "photo-mark": "[照片]",
    "file-mark": "[文件] {name}",

    "i-am": "我是",
    "choose": "请选择",
    "change-person": "换人",
    "who-title": "现在由谁说话？",
    "who-note": "每个窗口可以是不同的人。再开一个窗口，就能两个人对着聊。",
    "search-people": "找人：姓名、村、学校、社区",
    "nobody-found": "没有找到。可以在下面添一个新人。",
    "new-person": "添一个新人",
    "new-person-note": "新人还没有登记，正好试试怎样加入。",
    "name": "名字",
    "add": "添加",
    "now-you-are": "现在你是{name}",

    "new-group": "新建一个群",
    "new-group-note": "大家都在群里，随后机器人进群打招呼。",
    "group-name": "群名",
    "create": "建群",

    "older": "更早的消息",
    "loading": "正在读取…",
    "new-messages": "{n}条新消息",
    "to-end": "回到最新",
    "today": "今天",
    "yesterday": "昨天",
    "edited": "已更新",
    "reply": "回复",
    "copy": "复制",
    "copied": "已复制",
    "forward": "转发",
    "forward-to": "转发到哪里？",
    "forwarded": "已转发",
    "forwarded-from-bot": "转发自机器人",
    "message-menu": "这条消息",
    "replying-to": "回复{name}",
    "stop-reply": "不回复了",
    "show-all": "展开全文",
    "show-less": "收起",
    "read": "阅读原文",
    "source": "来源：{source}",
    "not-in-view": "那条消息在更早的地方，请往上翻。",
    "tap-command": "填入命令 {command}",

    "placeholder": "以{name}的身份说话",
    "send": "发送",
    "add-photos": "添加照片或文件",
    "remove-photo": "去掉第{n}个",
    "photo": "照片",
    "photo-n": "第{n}张照片",
    "photo-open": "查看第{n}张照片，共{total}张",
    "photo-missing": "照片打不开",
    "photo-uploading": "正在上传",
    "photos-wait": "还在上传，请稍等。",
    "photos-failed": "有一个没传上去，请点它重试，或先去掉。",
    "file-too-big": "“{name}”超过10兆，没有添加。请拆成几个小一点的文件。",
    "file-save": "保存文件 {name}",
    "photo-too-big": "“{name}”超过20兆，没有添加。",
    "photo-too-many": "一次最多发{n}个。",
    "upload-failed": "没传上去，点一下重试。",
    "photo-retry": "重新上传第{n}个",
    "previous": "上一张",
    "next": "下一张",

    "commands": "常用命令",
    "command-today": "今日",
    "command-today-note": "看今天的三条",
    "command-me": "我的",
    "command-me-note": "我今天和这周的记录",
    "command-report": "上报活动",
    "command-report-note": "例如：健康讲座 62人 今天下午",
    "command-board": "更换宣传栏",
    "command-board-note": "宣传栏换过了，记一笔",
    "command-help": "帮助",
    "command-help-note": "还能做什么",

    "sending": "正在发送",
    "waiting-to-send": "等待连接，连上后自动发出",
    "unsent": "还没有发出的消息",
    "not-sent": "没有发出",
    "edit-again": "改一改",
    "discard": "删掉",
    "press-later": "现在没有连接，连上后会自动送出。",
    "try-later": "现在没有连接，请稍后再试。",
    "already-pressed": "已点过",
    "refused": "没有办成，请再试一次。",

    "connecting": "正在连接…",
    "offline": "连接断了，正在重新连接。没发出的消息会留着。",
    "offline-in": "连接断了，{n}秒后重新连接。没发出的消息会留着。",

    "clock-title": "排练时钟",
    "clock-+1h": "+1小时",
    "clock-tomorrow": "明早",
    "clock-+1w": "+1周",
    "clock-+2m": "+2个月",
    "clock-do-+1h": "把排练时钟拨快一小时",
    "clock-do-tomorrow": "把排练时钟拨到明天早上",
    "clock-do-+1w": "把排练时钟拨快一周",
    "clock-do-+2m": "把排练时钟拨快两个月",
    "clock-moving": "时钟正在走",
    "clock-arrived": "现在是{label}",

    "hint-title": "怎么试",
    "hint-lead": "这是一间排练室：群、人和地方都是编的，机器人是真的。什么都不会发出这台电脑，放心点。",
    "hint-1": "选一个人",
    "hint-1-text": "点“我是…”，换成信息员或协调员。每开一个窗口，就可以再当一个人。",
    "hint-2": "分享今日三条",
    "hint-2-text": "打开信息员群，三条已经到了。点“已分享”，屏幕上会提示记了几条；或者把它转发到爱好者群，机器人看到了会点个👌，也算一条记录。",
    "hint-3": "上报一次活动",
    "hint-3-text": "在群里发“/report 健康讲座 62人”，带不带照片都行，核对后点一下确认。",
    "hint-4": "把时钟拨快",
    "hint-4-text": "点最上面的“明早”“+1周”“+2个月”，看新的三条、更换提醒和协调员群里的简报。",
    "hint-start": "开始试试",
  },

  "en": {
    "room": "Rehearsal room",
    "local-only": "This is a rehearsal: nothing leaves this computer.",
    "chats": "Chats",
    "messages": "Messages",
    "photos": "Photos and files to send",
    "back": "Back to the chats",
    "close": "Close",
    "cancel": "Cancel",
    "retry": "Try now",
    "switch-language": "中文",
    "switch-language-short": "中文",

    "kind-officers": "Officers' group",
    "kind-public": "Public group",
    "kind-coordinators": "Coordinators' group",
    "kind-private": "Private chat",
    "kind-group": "New group",
    "member-count": "{n} people",
    "members": "Members",
    "reactions": "Reactions",
    "chat-details": "About this chat",
    "details-of": "{name}, show details",
    "you": "me",
    "bot": "Bot",
    "unread": "{n} unread",
    "no-messages": "No messages yet. Say something, or press “/” below to see what can be done.",
    "photo-mark": "[photo]",
    "file-mark": "[file] {name}",

    "i-am": "I am",
    "choose": "please choose",
    "change-person": "Change",
    "who-title": "Who is speaking?",
    "who-note": "Every window can be someone else. Open a second one and the two can talk.",
    "search-people": "Find by name, village, school, community",
    "nobody-found": "Nobody found. You can add someone new below.",
    "new-person": "Someone new",
    "new-person-note": "A newcomer is not registered yet: a good way to try joining.",
    "name": "Name",
    "add": "Add",
    "now-you-are": "You are now {name}",

    "new-group": "New group",
    "new-group-note": "Everyone is in it; then the bot joins and says hello.",
    "group-name": "Name of the group",
    "create": "Create",

    "older": "Earlier messages",
    "loading": "Loading…",
    "new-messages": "{n} new",
    "to-end": "To the latest",
    "today": "Today",
    "yesterday": "Yesterday",
    "edited": "updated",
    "reply": "Reply",
    "copy": "Copy",
    "copied": "Copied",
    "forward": "Forward",
    "forward-to": "Forward to",
    "forwarded": "Forwarded",
    "forwarded-from-bot": "Forwarded from the bot",
    "message-menu": "This message",
    "replying-to": "Reply to {name}",
    "stop-reply": "Don't reply",
    "show-all": "Show all",
    "show-less": "Show less",
    "read": "Read",
    "source": "Source: {source}",
    "not-in-view": "That message is further up; scroll up to find it.",
    "tap-command": "Insert the command {command}",

    "placeholder": "Say something as {name}",
    "send": "Send",
    "add-photos": "Add photos or files",
    "remove-photo": "Remove number {n}",
    "photo": "Photo",
    "photo-n": "Photo {n}",
    "photo-open": "Open photo {n} of {total}",
    "photo-missing": "This photo cannot be shown",
    "photo-uploading": "Uploading",
    "photos-wait": "Still uploading; one moment.",
    "photos-failed": "One was not uploaded. Tap it to try again, or remove it.",
    "file-too-big": "“{name}” is larger than 10 MB and was not added. Please split it.",
    "file-save": "Save the file {name}",
    "photo-too-big": "“{name}” is larger than 20 MB and was not added.",
    "photo-too-many": "At most {n} at a time.",
    "upload-failed": "It was not uploaded. Tap it to try again.",
    "photo-retry": "Upload number {n} again",
    "previous": "Previous",
    "next": "Next",

    "commands": "Commands",
    "command-today": "Today",
    "command-today-note": "Today's three items",
    "command-me": "Mine",
    "command-me-note": "My records of today and this week",
    "command-report": "Report an event",
    "command-report-note": "For example: health talk 62 people this afternoon",
    "command-board": "Board changed",
    "command-board-note": "Note that the bulletin board was changed",
    "command-help": "Help",
    "command-help-note": "What else can be done",

    "sending": "Sending",
    "waiting-to-send": "Waiting for the connection, then it goes out",
    "unsent": "Messages not sent yet",
    "not-sent": "Not sent",
    "edit-again": "Edit",
    "discard": "Discard",
    "press-later": "No connection now; it goes out as soon as there is one.",
    "try-later": "No connection now; please try again in a moment.",
    "already-pressed": "pressed",
    "refused": "That did not work. Please try again.",

    "connecting": "Connecting…",
    "offline": "The connection is lost; trying again. Unsent messages are kept.",
    "offline-in": "The connection is lost; trying again in {n} s. Unsent messages are kept.",

    "clock-title": "Rehearsal clock",
    "clock-+1h": "+1 h",
    "clock-tomorrow": "Morning",
    "clock-+1w": "+1 wk",
    "clock-+2m": "+2 mo",
    "clock-do-+1h": "Move the rehearsal clock one hour forward",
    "clock-do-tomorrow": "Move the rehearsal clock to tomorrow morning",
    "clock-do-+1w": "Move the rehearsal clock one week forward",
    "clock-do-+2m": "Move the rehearsal clock two months forward",
    "clock-moving": "The clock is moving",
    "clock-arrived": "It is now {label}",

    "hint-title": "What to try",
    "hint-lead": "This is a rehearsal room: the groups, people and places are invented, the bot is real. Nothing leaves this computer, so press anything.",
    "hint-1": "Choose who you are",
    "hint-1-text": "Press “I am …” and become an officer or a coordinator. Every further window can be one more person.",
    "hint-2": "Share today's three",
    "hint-2-text": "Open the officers' group: the three items are there. Press “Shared” and a short line says what was noted; or forward the message to the public group: the bot sees it, answers with 👌 and notes it.",
    "hint-3": "Report an event",
    "hint-3-text": "Send “/report health talk 62 people”, with or without photos; check what is read back and confirm with one tap.",
    "hint-4": "Move the clock",
    "hint-4-text": "Press “Morning”, “+1 wk” or “+2 mo” at the top: new items, reminders, and the digest in the coordinators' group.",
    "hint-start": "Start",
  },
};

const KEPT = "kpbot.room.lang";

let current = remembered();

function remembered() {
  try {
    return localStorage.getItem(KEPT) === "en" ? "en" : "zh-CN";
  } catch (error) {
    return "zh-CN"; // storage forbidden: the page still works
  }
}

export function lang() {
  return current;
}

export function setLang(next) {
  current = next;
  try {
    localStorage.setItem(KEPT, next);
  } catch (error) { /* as above */ }
}

/** The text named `id` in the page's language, `{name}` filled in from `values`. */
export function t(id, values) {
  const text = TEXTS[current][id];
  if (text === undefined) return id;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : text;
}

/** Fills in every `data-t` (text) and `data-ta` (aria-label and tooltip) below `root`. */
export function translate(root) {
  document.documentElement.lang = current;
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll("[data-ta]")) {
    node.setAttribute("aria-label", t(node.dataset.ta));
    if (node.tagName === "BUTTON") node.title = t(node.dataset.ta);
  }
}
