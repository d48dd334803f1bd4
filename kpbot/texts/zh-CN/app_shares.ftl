# 官方 App 的分享导出表，由协调员导入。

app-shares-unlisted = 官方App记录的第 { $number } 条，未列明标题

app-shares-lines = 表里共 { $count } 行。
app-shares-day = 日期：{ $since }，{ $officers } 位信息员。
app-shares-days = 日期：{ $since }至{ $until }，{ $officers } 位信息员。
app-shares-new = { $count ->
    [0] 没有新的。
   *[other] 新的 { $count } 行，新记 { $shares } 条分享。
}
app-shares-added = 已经记过的分享里，有 { $count } 条官方App也有记录，添上这条佐证，不另外计数。
app-shares-known = 以前导入过或表里重复的 { $count } 行，不会再记。
app-shares-nobody = 对不上人的 { $count } 行，不导入，下面逐行列出。
app-shares-several = 有同名的人、分不清是谁的 { $count } 行，不导入，下面逐行列出。
app-shares-unusable = 看不明白的 { $count } 行，不导入，下面逐行列出。
app-shares-evidence = 导入的分享，佐证记为“{ $kind }”。信息员自己撤回过的，不会恢复。
app-shares-done = { $shares ->
    [0] 已导入 { $lines } 行，都是给已有的分享添上佐证。
   *[other] 已导入 { $lines } 行，新记 { $shares } 条分享。
}
app-shares-nothing-new = 没有新的可导入，什么都没有改动。

app-shares-no-content = 这张表里没有标题、链接或次数的列，看不出分享了什么。请导出带其中一列的表；已经有这一列的，请把它的表头改成“标题”，再发一次。
app-shares-line-no-person = 没有姓名。请补上再导入这一行。
app-shares-line-no-day = 看不出是哪一天。日期请写成 2026-11-17 这样。
app-shares-line-not-yet = 日期还没有到。请核对日期。
app-shares-line-too-old = 早于 { $days } 天以前，不导入。确实要导入，请系统管理员调大 app_shares.oldest_days。
app-shares-line-nothing = 没有标题、链接，次数也看不懂，不知道分享了什么。请补上其中一项。
app-shares-line-too-many = 一天的次数太大，像是累计数。请换成每天的次数。
app-shares-nobody-unknown = 没有叫“{ $name }”的科普信息员。名字写法不同的话，请改成登记的名字；还没有登记的，请先登记。
app-shares-nobody-not-then = “{ $name }”（{ $units }）那一天不在任，不能记到名下。任期登记错了的话，请先改任期。
app-shares-nobody-elsewhere = 表里写的是“{ $unit }”，登记的“{ $name }”在{ $units }，可能不是同一个人。是的话，请把表里的单位改过来。
app-shares-nobody-several = 有几位“{ $name }”（{ $units }），分不清是谁。请在单位一列写明是哪一位的。

me-share-kind = · 《{ $title }》→ { $where }（{ $kind }）
