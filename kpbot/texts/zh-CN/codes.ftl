code-wait = 刚才试错的码有点多。请过 { $minutes } 分钟再试，或者找发码的人核对一下。
code-not-one = 这不像一个码。码一共八位，由字母和数字组成，例如 ABCD-2345（大小写都行）。
code-unknown = 没有这个码，请和发码的人核对一下。
code-used = 这个码已经用过了，请再要一个新的。
code-expired = 这个码已经过期了，请再要一个新的。
code-revoked = 这个码已经作废了，请再要一个新的。
code-for-group = 这是群码，请在要绑定的群里发送：/bind 群码
code-for-person = 这个码不是群码，是给个人加入用的，请在和我的私聊里发送：/join 码
code-how =
    印码的写法：
    /code 单位 青禾县/槐树村（单位码，发给这个单位的科普信息员）
    /code 群 信息员群 青禾县（群码；群的种类写“信息员群”或“公众群”；协调员群的群码由系统管理员印）
code-needs-unit = 还差单位的名字。写法：/code 单位 青禾县/槐树村
code-needs-kind = 还差群的种类（信息员群或公众群）。写法：/code 群 信息员群 青禾县
code-needs-place = 还差群所在的地区或单位。写法：/code 群 信息员群 青禾县
code-of-region =
    { $place }是一个地区，请说清楚要哪种码：
    那里一个单位的：/code 单位 青禾县/槐树村
    那里的群的：/code 群 信息员群 青禾县
code-unit =
    { $place }的单位码：{ $code }
    30 天内有效，可以多人使用。请转给要加入的科普信息员，让他们在和我的私聊里发送：/join { $code }
code-group =
    { $place } { $kind }的群码：{ $code }
    7 天内有效，只能用一次。请在那个群里发送：/bind { $code }
code-list = 现在有效的单位码有 { $count } 个（码本身不保存，忘了就作废重印）：
code-line = { $number }. { $place }，{ $made } 印，有效到 { $until }
code-more = 还有 { $count } 个没有列出。
code-button-revoke = 作废第 { $number } 个
code-revoked-done = { $place }的这个单位码已作废。
code-revoked-before = 这个码之前已经作废了。
