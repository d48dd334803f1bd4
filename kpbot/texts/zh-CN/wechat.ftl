# 微信公众号：菜单、听不懂的消息、check 的结论。

wechat-menu-today = 今日三条
wechat-menu-shared = 已分享
wechat-menu-one = 第 { $number } 条
wechat-menu-all = 三条都分享了
wechat-menu-more = 更多
wechat-menu-copy = 转发用的文字
wechat-menu-report = 上报活动
wechat-menu-me = 我的
wechat-menu-help = 帮助

wechat-no-voice = 我听不了语音，请打字告诉我，例如“今日”“已分享 1 2 3”。
wechat-only-words = 我只看得懂文字和图片。活动照片请直接发图片，别的请打字告诉我；不知道怎么说，就发“帮助”。
wechat-no-file = 文件“{ $name }”在公众号里发不过来，请管理员在电脑上取。

check-wechat-account = 微信公众号：AppID 和 AppSecret 有效。
check-wechat-secret = 微信公众号：AppSecret 不对，或者被重置过。请在微信公众平台“设置与开发 → 开发接口管理 → 基本配置”里重置，写进 KPBOT_WECHAT__SECRET（wechat.secret），再重启 kpbot。
check-wechat-app-id = 微信公众号：AppID 不对。请照“基本配置”页上的开发者 ID 填 wechat.app_id（以 wx 开头）。
check-wechat-address = 微信公众号：这台机器的 IP 地址{ $address ->
        [none] {""}
       *[other] （{ $address }）
    }不在白名单里，微信不让它调用接口。请在“基本配置 → IP 白名单”里加上，过几分钟再运行 kpbot check。
check-wechat-refused = 微信公众号：微信拒绝了请求：{ $reason }。请按错误码在微信公众平台的“全局返回码”里查原因。
check-wechat-clock = 这台机器的时钟和微信差 { $seconds } 秒，差到五分钟，送来的消息就会被当成旧的拒收。请打开时间同步（例如 timedatectl set-ntp true）。
check-wechat-away = 连不上微信公众号的接口：{ $reason }。请检查网络和 wechat.api_root；要走代理的话填 wechat.proxy。
check-wechat-callback = 微信公众号：请在“基本配置 → 服务器配置”里把 URL 填成 { $address }，并点“启用”。
check-wechat-callback-insecure = 微信公众号：服务器 URL 是 { $address }，没有用 https，路上的人看得到消息。请给 web.public_url 配上 https 网址。
check-wechat-callback-missing = 微信公众号：web.public_url 没有填，微信没有地方送消息。请填外面能访问的网址，例如 https://kp.example.org。
check-wechat-encrypted = 微信公众号：消息用安全模式（加密）收发。请确认“服务器配置”里选的也是安全模式。
check-wechat-plain = 微信公众号：消息用明文模式收发，签名管不到正文。建议在“服务器配置”里选安全模式，把 EncodingAESKey 写进 KPBOT_WECHAT__AES_KEY（wechat.aes_key），再重启 kpbot。
check-wechat-menu = 微信公众号：菜单已经是最新的。
check-wechat-menu-made = 微信公众号：菜单建好了。手机上最迟 24 小时后看到，取消关注再关注可以马上看到。
check-wechat-menu-missing = 微信公众号：还没有菜单。请运行 kpbot check --fix 建一个；不建的话，信息员只能打字。
check-wechat-menu-old = 微信公众号：菜单不是最新的。请运行 kpbot check --fix 更新。
check-wechat-menu-other = 微信公众号：现在的菜单不是 kpbot 建的，kpbot 不动它。要换成 kpbot 的，请先在微信公众平台停用现在的菜单，再运行 kpbot check --fix；不换的话，信息员可以打字。
check-wechat-menu-not-allowed = 微信公众号：这个号没有自定义菜单的接口权限（多半是没有认证）。信息员可以打字：今日、已分享 1 2 3、上报活动、我的。
check-wechat-permission = 微信公众号：可以发客服消息。
check-wechat-no-permission = 微信公众号：这个号没有客服消息的接口权限，多半是没有认证。一条消息只能当场回一句，图片、提醒、简报都发不出去。请先给公众号做微信认证。
check-wechat-permission-unknown = 微信公众号：没有查出能不能发客服消息：{ $reason }。请过一会儿再运行 kpbot check。
