# 今日三条是怎么选出来的：给协调员看的理由。每条理由的编号对应 choice-<编号>。
# $month、$day 是日期，$slot 是第几条，$topic 是主题。

topic-health = 卫生健康
topic-food-safety = 食品安全
topic-environment = 生态环境
topic-disaster-prevention = 防灾减灾
topic-farming = 农业农村
topic-everyday = 生活科学
topic-space = 航天天文
topic-wildlife = 动物植物

choice-topic-name = { $topic ->
    [health] { topic-health }
    [food-safety] { topic-food-safety }
    [environment] { topic-environment }
    [disaster-prevention] { topic-disaster-prevention }
    [farming] { topic-farming }
    [everyday] { topic-everyday }
    [space] { topic-space }
    [wildlife] { topic-wildlife }
   *[other] { $topic }
}
choice-month = { $month }月
choice-date = { choice-month }{ $day }日
choice-day-name = { $key ->
   *[other] { $name }
}

# 为什么选它
choice-fresh = { choice-date }发布的新内容
choice-reserve-unused = 储备内容，还没有用过
choice-reserve-rested = 储备内容，上次使用是{ choice-date }
choice-national-day = 临近{ choice-day-name }
choice-national-day-now = 正值{ choice-day-name }
choice-solar-term = { choice-day-name }节气前后（{ choice-date }）
choice-speaks-of = 标题正说到“{ $word }”
choice-season = 正合{ choice-month }时令
choice-village = 适合农村
choice-topic-need = { $count ->
    [0] 近{ $days }天没有推送过“{ choice-topic-name }”
   *[other] 近{ $days }天“{ choice-topic-name }”只推送过{ $count }条
}
choice-concern = 属于群众关切的主题（{ choice-topic-name }）

# 为什么没有选它
choice-state-review = 还在等协调员审看
choice-state-rejected = 没有通过审看或入库检查
choice-state-recalled = 已经撤回
choice-not-before = 要到{ choice-date }才能用
choice-scope = 只供{ $place }
choice-avoided = 已经换下或跳过
choice-resting = 储备内容，{ choice-date }用过，满{ $days }天再用
choice-repeat = { choice-date }推送过，{ $days }天内不重复
choice-rewording-used = 与{ choice-date }推送的《{ $title }》内容相近
choice-rewording-chosen = 与第{ $slot }条《{ $title }》内容相近
choice-same-topic = 与第{ $slot }条主题相同（{ choice-topic-name }）
choice-same-source = 与第{ $slot }条来源相同，每个来源一天最多一条
choice-concern-place = 要留一条给群众关切的主题（卫生健康、食品安全、生态环境、防灾减灾）
choice-ranked-lower = 可以用，排在所选内容之后

# 入库时的检查
choice-source-off = 来源“{ $source }”没有启用
choice-language = 不是中文内容
choice-no-body = 没有正文，也没有人工写的摘要
choice-too-old = 发布已有{ $days }天，超过{ $limit }天
choice-word-block = 含有禁用词“{ $word }”
choice-word-review = 含有“{ $word }”，请看一眼是否合适
choice-subject-accident = 标题里有“{ $word }”，像是事故或疫情报道，请看一眼
choice-subject-meeting = 标题里有“{ $word }”，像是会议、文件或工作动态，请看一眼
choice-subject-promotion = 标题里有“{ $word }”，像是推广或活动通知，请看一眼
choice-subject-clickbait = 标题里有“{ $word }”，像是“标题党”，请看一眼
choice-subject-series = 标题里有“{ $word }”，像是连载或栏目里的一期，请看一眼单独看是否完整
choice-subject-continues = 与同一来源的《{ $title }》只差数字或日期，像是连载，请看一眼单独看是否完整
choice-untrusted = 来源“{ $source }”的内容要先经协调员同意
choice-added = 由协调员添加，还没有选“采用”
choice-summarized = 摘要由协调员补写，还没有选“采用”
