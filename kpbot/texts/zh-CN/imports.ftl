## kpbot import

imports-about = 导入现成的表格：先看会改什么，同意了才入库，要么全部入库，要么一点不改
imports-kind = 哪一种：roster 名册（单位、人员、e站、设施），items 科普内容，app-shares 官方App的分享记录
imports-file = 表格文件：.xlsx、.xls、.ods、.csv
imports-yes = 不问，直接入库（写在脚本里用）
imports-region = 只许改这个地区（和它下面）的，例如 北镇市
imports-report = 把全部核对意见写成一个表格文件
imports-unreadable = 读不了 { $file }（{ $reason }）。请核对文件名，或换一个放得下的文件夹再试。
imports-no-region = 没有叫“{ $path }”的地区。kpbot region list 可以看有哪些；什么也没有改。{ $names }
imports-regions = “{ $path }”可能是几个地区：{ $names }。请写全路径再试；什么也没有改。
imports-which-column = 工作表“{ $sheet }”里，哪一列是“{ $column }”？
imports-no-column = 没有这一列
imports-number = 请输入编号
imports-more-listed = { $text }：{ $names }……等 { $count } 个。加 --report 文件名.xlsx 可以看全部。
imports-more = ……还有 { $count } 条。加 --report 文件名.xlsx 可以看全部。
imports-reported = 核对意见已写入 { $file }
imports-mend = 有必须先改的地方，什么也没有改。改好表格后再运行一次。
imports-agree = 就这样入库吗？
imports-yes-or-no = 请回答 y 或 n。
imports-say-yes = 什么也没有改。看过没有问题，就加上 --yes 再运行一次。
imports-nothing = 什么也没有改。
imports-changed = 刚才有人改了相关的记录，结果会和上面显示的不同，所以什么也没有改。请再运行一次。
imports-document = 附带的文件在 { $file }
