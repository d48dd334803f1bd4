# 转发卡片。

card-scan = 长按识别二维码，看全文。
card-counted = 只统计打开次数，不记录是谁。
card-no-code = 网址太长，做不成二维码，请看随图发来的网址。
card-more = 图里放不下全文，请看随图发来的文字。
card-button = 转发卡片
card-button-one = 卡片 { $number }
card-under = 长按图片，转发到微信群、QQ群都行。网址也可以单独复制：
card-under-plain = 长按图片，转发到微信群、QQ群都行。
card-under-copy = 长按图片，转发到微信群、QQ群都行。要文字，发送 /copy。
card-no-pictures = 这里发不了图片。文字照样可以复制去转发。
card-hint = 要发到别的群，发送 /card 取图片卡片。
card-recalled = { $count ->
    [1] 这一条已经撤回，请不要再转发，所以没有卡片。
   *[other] 这几条都已经撤回，请不要再转发，所以没有卡片。
}
check-card-mark = “{ $brand }”的标识：{ $file }
check-card-mark-missing = 找不到“{ $brand }”的标识图片 { $file }，转发卡片上就没有标识。请把图片放到那里，或者删去 feeds.toml 里的 mark，再重启。
check-card-mark-broken = “{ $brand }”的标识图片 { $file } 用不了，转发卡片上就没有标识。请换成 { $megabytes } MB 以内的 PNG、JPEG 或 WebP 图片，再重启。
