SELECT (SELECT count(*) FROM path WHERE place = 1 AND converted), count(DISTINCT customer) FROM events WHERE name = $pay
