# WeChat official accounts: the menu, messages the bot cannot make anything of, what check says.

wechat-menu-today = Today
wechat-menu-shared = Shared
wechat-menu-one = Item { $number }
wechat-menu-all = All three
wechat-menu-more = More
wechat-menu-copy = Text to pass on
wechat-menu-report = Report an event
wechat-menu-me = My record
wechat-menu-help = Help

wechat-no-voice = I cannot listen to voice messages. Please type it, for example “today” or “shared 1 2 3”.
wechat-only-words = I understand only text and pictures. Send photos of an event as pictures and type the rest; if you don't know what to say, send “help”.
wechat-no-file = The file “{ $name }” cannot be sent in an official account. Please ask the operator to fetch it on a computer.

check-wechat-account = WeChat official account: AppID and AppSecret are valid.
check-wechat-secret = WeChat official account: the AppSecret is wrong or was reset. Reset it on the WeChat platform under 基本配置, put it into KPBOT_WECHAT__SECRET (wechat.secret) and restart kpbot.
check-wechat-app-id = WeChat official account: the AppID is wrong. Set wechat.app_id to the developer ID on the page 基本配置 (it begins with wx).
check-wechat-address = WeChat official account: the IP address of this machine{ $address ->
        [none] {""}
       *[other] {" "}({ $address })
    } is not on the whitelist, so WeChat refuses its calls. Add it under 基本配置 → IP 白名单 and run kpbot check again in a few minutes.
check-wechat-refused = WeChat official account: WeChat refused the request: { $reason }. Look the code up in 全局返回码 on the WeChat platform.
check-wechat-clock = This machine's clock and WeChat's differ by { $seconds } seconds; from five minutes on its messages would be refused as old. Turn on time synchronization (such as timedatectl set-ntp true).
check-wechat-away = The API of WeChat official accounts cannot be reached: { $reason }. Check the network and wechat.api_root; set wechat.proxy if a proxy is needed.
check-wechat-callback = WeChat official account: under 基本配置 → 服务器配置 the URL has to be { $address }, and enabled.
check-wechat-callback-insecure = WeChat official account: the server's URL is { $address }, without https, so that others on the way can read the messages. Give web.public_url an https address.
check-wechat-callback-missing = WeChat official account: web.public_url is not set, so WeChat has nowhere to bring messages. Set an address that can be reached from outside, such as https://kp.example.org.
check-wechat-encrypted = WeChat official account: messages go in safe mode (encrypted). Make sure that 安全模式 is chosen under 服务器配置 too.
check-wechat-plain = WeChat official account: messages go in plain mode, where the signature does not cover what they say. Choose 安全模式 under 服务器配置, put the EncodingAESKey into KPBOT_WECHAT__AES_KEY (wechat.aes_key) and restart kpbot.
check-wechat-menu = WeChat official account: the menu is as it should be.
check-wechat-menu-made = WeChat official account: the menu was created. Phones show it within 24 hours, or at once after following anew.
check-wechat-menu-missing = WeChat official account: there is no menu yet. Run kpbot check --fix to create it; without it officers have to type.
check-wechat-menu-old = WeChat official account: the menu is not up to date. Run kpbot check --fix.
check-wechat-menu-other = WeChat official account: somebody else made the present menu, so kpbot leaves it alone. To have kpbot's, disable the present one on the WeChat platform and run kpbot check --fix; without it officers can type.
check-wechat-menu-not-allowed = WeChat official account: the account has no right to custom menus (most likely it is not verified). Officers can type: 今日, 已分享 1 2 3, 上报活动, 我的.
check-wechat-permission = WeChat official account: customer-service messages can be sent.
check-wechat-no-permission = WeChat official account: the account has no right to customer-service messages, most likely because it is not verified. Each message can only be answered once and at once; pictures, reminders and digests cannot be sent. Have the account verified first.
check-wechat-permission-unknown = WeChat official account: it could not be found out whether customer-service messages can be sent: { $reason }. Run kpbot check again in a while.
