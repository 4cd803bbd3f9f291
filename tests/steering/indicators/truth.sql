-- Every count of a period for every agency, competent agency and procedure, from the raw journal and nothing else.
-- Written apart from the fold: no table of the figures, none of the dossiers. Parameters: first, last (dates).
WITH ends AS (
    SELECT ((%(last)s::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') - interval '1 microsecond' AS ending
), verdict AS (
    SELECT l.*, ending,
        p.due AS due, c.due AS first_due, w.supplements, w.standing, w.waited, w.last_open, s.letters_by_end
    FROM truth_life l CROSS JOIN ends
    LEFT JOIN LATERAL (
        SELECT due FROM truth_promise p WHERE p.id = l.id AND p.at <= ending ORDER BY p.seq DESC LIMIT 1
    ) p ON true
    LEFT JOIN LATERAL (
        SELECT due FROM truth_promise p WHERE p.id = l.id AND p.at <= ending AND p.counted ORDER BY p.seq DESC LIMIT 1
    ) c ON true
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE supplement) AS supplements,
            bool_or(until IS NULL OR until > ending) AS standing,
            max(since) FILTER (WHERE until IS NULL OR until > ending) AS last_open,
            sum(least(coalesce(until, 'infinity'), ending, coalesce(l.went, 'infinity')) - since) AS waited
        FROM truth_wait w WHERE w.id = l.id AND w.since <= ending
    ) w ON true
    LEFT JOIN LATERAL (SELECT count(*) AS letters_by_end FROM truth_letter t WHERE t.id = l.id AND t.at <= ending) s ON true
    WHERE (l.came_on IS NULL OR l.came_on <= %(last)s::date) AND (l.went_on IS NULL OR l.went_on >= %(first)s::date)
), judged AS (
    SELECT v.*,
        came_on IS NOT NULL AND (went_on IS NULL OR went_on > %(last)s::date) AS is_open,
        came_on >= %(first)s::date AS is_new,
        went_on BETWEEN %(first)s::date AND %(last)s::date AS is_done,
        CASE
            WHEN came_on IS NULL THEN NULL
            WHEN coalesce(supplements, 0) > 1 THEN false
            WHEN first_due IS NULL THEN true
            WHEN standing THEN ((last_open - (waited - (least(ending, coalesce(went, 'infinity')) - last_open)))
                AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= (first_due AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            ELSE ((least(went, ending) - coalesce(waited, interval '0')) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                <= (first_due AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
        END AS is_kept,
        coalesce(standing, false) OR due IS NULL
            OR (due AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= %(last)s::date AS in_time,
        least(greatest((blamed AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, came_on), coalesce(went_on, 'infinity')) AS blamed_on
    FROM verdict v
)
SELECT agency_id, competent_id, procedure,
    count(*) FILTER (WHERE is_new) AS received,
    count(*) FILTER (WHERE is_new AND channel = 'online') AS received_online,
    count(*) FILTER (WHERE is_new AND channel NOT IN ('online', 'postal')) AS received_direct,
    count(*) FILTER (WHERE is_new AND channel = 'postal') AS received_postal,
    count(*) FILTER (WHERE came_on < %(first)s::date) AS carried,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done) AS resolved,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done AND timeliness = 'early') AS resolved_early,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done AND timeliness NOT IN ('early', 'late')) AS resolved_on_time,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done AND timeliness = 'late') AS resolved_late,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done AND timeliness = 'late' AND letters > 0)
        AS resolved_late_sorry,
    count(*) FILTER (WHERE is_done AND outcome = 'DossierWithdrawn') AS withdrawn,
    count(*) FILTER (WHERE is_done AND outcome = 'DossierStopped') AS stopped,
    count(*) FILTER (WHERE is_done AND outcome = 'DossierRejected') AS rejected,
    count(*) FILTER (WHERE came_on IS NULL AND is_done AND outcome = 'DossierDeclined') AS declined,
    count(*) FILTER (WHERE is_open) AS open,
    count(*) FILTER (WHERE is_open AND in_time) AS open_on_time,
    count(*) FILTER (WHERE is_open AND NOT in_time) AS open_late,
    count(*) FILTER (WHERE is_open AND NOT in_time AND letters_by_end > 0) AS open_late_sorry,
    count(*) FILTER (WHERE is_open AND NOT is_kept) AS unkept,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done AND NOT is_kept) AS resolved_unkept,
    count(*) FILTER (WHERE is_kept) AS handled_on_time,
    count(*) FILTER (WHERE came_on IS NOT NULL) AS handled,
    count(*) FILTER (WHERE is_done AND outcome = 'DossierCompleted') AS completed,
    coalesce(sum(hours) FILTER (WHERE is_done), 0)::bigint AS elapsed_hours,
    count(*) FILTER (WHERE is_new AND synced) AS synced,
    count(*) FILTER (WHERE is_new AND fee > 0) AS fee_due,
    count(*) FILTER (WHERE is_new AND fee > 0 AND paid >= fee) AS fee_paid,
    count(*) FILTER (WHERE is_new AND fee > 0 AND paid >= fee AND paid_online) AS fee_paid_online,
    count(*) FILTER (WHERE is_done AND outcome = 'DossierCompleted' AND result) AS result_filed,
    count(*) FILTER (WHERE is_new AND component AND result) AS digitised,
    count(*) FILTER (WHERE is_new AND reused) AS reused,
    count(*) FILTER (WHERE is_new AND stored) AS stored,
    count(*) FILTER (WHERE is_new AND verified) AS citizen_data,
    count(*) FILTER (WHERE is_new AND certified) AS certified,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done AND rating IS NOT NULL) AS rated,
    count(*) FILTER (WHERE came_on IS NOT NULL AND is_done AND rating <> 'no') AS pleased,
    count(*) FILTER (WHERE came_on IS NOT NULL AND blamed IS NOT NULL
                     AND blamed_on BETWEEN %(first)s::date AND %(last)s::date) AS blamed
FROM judged GROUP BY 1, 2, 3
