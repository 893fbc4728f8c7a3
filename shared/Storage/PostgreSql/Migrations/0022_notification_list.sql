-- Notifications are listed, the newest first.
CREATE INDEX notifications_newest ON notifications (created_at, id);
