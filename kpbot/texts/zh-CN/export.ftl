# 导出的表格：表头和代码的说法。

export-sheet-shares = 分享
export-sheet-events = 活动
export-sheet-upkeep = 设施更新
export-sheet-officers = 信息员
export-yes = 是
export-no = 否

export-day = 日期
export-region = 地区
export-unit = 单位
export-officer = 科普信息员
export-item = 科普内容
export-source-name = 来源
export-link = 链接
export-destination = 转发到
export-evidence = 佐证（最强）
export-all-evidence = 全部佐证
export-counts = 计入6-2
export-spot-check = 抽查
export-address = 公开的地址
export-flags = 需要留意
export-entered-by = 代报人
export-recorded-at = 记录时间
export-withdrawn-at = 撤回时间

export-part = 时段
export-station = 科普中国e站
export-title = 活动名称
export-kind = 形式
export-headcount = 人数
export-approximate = 约数
export-photos = 照片数
export-state = 状态
export-note = 备注
export-reported-at = 上报时间
export-late = 补报
export-decided-by = 审核人
export-decided-at = 审核时间

export-facility-kind = 设施类别
export-facility = 设施

export-unit-kind = 单位类别
export-demonstration = 示范单位
export-since = 任职从
export-until = 任职到
export-away = 请假
export-platforms = 使用的平台
export-consented-at = 同意时间
export-forgotten = 已清空个人信息

export-part-morning = 上午
export-part-afternoon = 下午
export-part-evening = 晚上

export-event-lecture = 讲座
export-event-training = 培训
export-event-contest = 竞赛
export-event-performance = 演出
export-event-exhibition = 展览
export-event-activity = 活动

export-state-draft = 未提交
export-state-reported = 已上报
export-state-accepted = 已认可
export-state-returned = 已退回
export-state-withdrawn = 已撤回

export-facility-board = 宣传栏
export-facility-books = 图书角
export-facility-screen = 大屏

export-unit-community = 社区
export-unit-school = 学校
export-unit-village = 行政村

export-post-pending = 等待确认
export-post-active = 在任
export-post-ended = 已卸任
export-post-refused = 未通过
export-post-merged = 已并入本人另一条登记
