# 给大家看的网页：一条科普内容一页。

pages-footer = 由科普机器人 kpbot 转给大家
pages-source = 来源：{ $name }
pages-unreviewed = 这条内容还在等协调员审核，请先不要转发。
pages-missing-title = 没有找到这一页
pages-missing = 可能是链接没有复制完整。请回到群里，再点一次原来的链接。
pages-recalled-title = 这条内容已经撤回
pages-recalled = 它有不准确的地方，请不要再转发。已经转发的，麻烦您告诉大家一声。
pages-expired-title = 这个链接过期了
pages-expired = 链接是好的，只是用的时间太长了。想看这条内容，请问问发给您的人。
pages-later-title = 暂时打不开
pages-later = 请过几分钟再点一次原来的链接。
pages-no-link-title = 没有找到这一页
pages-no-link = 链接可能没有复制完整，也可能已经停用。请回到群里再点一次，或者问问发给您的人。
