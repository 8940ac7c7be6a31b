WITH begun AS (SELECT customer, min(at_us) AS t0 FROM events WHERE revenue > 0 AND product = $first GROUP BY customer),
later AS (SELECT customer, at_us FROM events WHERE revenue > 0 AND product = $second),
ways AS (
    SELECT t0, min(at_us) - t0 AS took
    FROM begun LEFT JOIN later ON begun.customer = later.customer AND at_us >= t0 GROUP BY begun.customer, t0),
ends AS (
    SELECT coalesce(took <= $window, false) AS bought,
           CASE WHEN took <= $window THEN took ELSE least($as_of - t0, $window) END // $week AS week
    FROM ways)
SELECT week, count(*) FILTER (bought), count(*) FROM ends GROUP BY week ORDER BY week
