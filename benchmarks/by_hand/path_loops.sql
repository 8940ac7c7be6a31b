SELECT title, next, count(*) AS n FROM visit WHERE second = title AND next <> title GROUP BY ALL ORDER BY n DESC LIMIT 5
