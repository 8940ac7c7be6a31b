SELECT currency, count(*) FILTER (revenue > 0), (sum(revenue) * 100)::BIGINT, count(DISTINCT customer)
FROM events WHERE revenue <> 0 AND at_us <= $as_of GROUP BY currency ORDER BY currency
