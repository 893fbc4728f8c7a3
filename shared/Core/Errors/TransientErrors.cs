using static DataAggregator.Core.Connectors.ErrorClass;

namespace DataAggregator.Core.Errors;

/// <summary>Errors that may pass: the retry policy tries again.</summary>
internal static class TransientErrors
{
    /// <summary>The codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new("connection_lost", Transient, "The connection broke.", "Nothing needs to be done if a retry succeeds; else check network and server."),
        new("connection_refused", Transient, "Nothing listens at the address.", "Check host and port, and that the server runs."),
        new("connection_timeout", Transient, "The server did not answer in time.", "Check host, port and firewall."),
        new("deadlock", Transient, "The database ended the transaction because of a deadlock.", "If it happens often, lower connection_pool_size."),
        new("disk_full", Transient, "A disk has no room left.", "Make room there, or point DATAAGGREGATOR_SEGMENTS, the temporary folder or the destination's path to a larger disk; then retry the run."),
        new("file_error", Transient, "The file system reports an error.", "Check disk, rights and mounts."),
        new("file_in_use", Transient, "Another delivery is adding to the file.", "Wait until it has ended."),
        new("host_not_found", Transient, "The host is unknown.", "Check host or url, and the name server."),
        new("host_unknown", Transient, "The host is unknown.", "Check host or url, and the name server."),
        new("host_unreachable", Transient, "There is no route to the host.", "Check host, network and firewall."),
        new("http_status", Transient, "The receiver of a notification did not take it.", "Look into the receiver's log; it is tried again."),
        new("lock_timeout", Transient, "Another transaction keeps the table locked.", "End that transaction, or run at another time."),
        new("pool_exhausted", Transient, "All connections are in use.", "Raise connection_pool_size or max_overflow."),
        new("rate_limit_reached", Transient, "The rate_limit of the settings is used up by all who read the API with it.", "Nothing needs to be done: a run goes on when there is more. Raise rate_limit if the API allows more."),
        new("rate_limited", Transient, "The API takes no more requests for now.", "Lower rate_limit; the wait that the API asks for is kept."),
        new("serialization_failure", Transient, "The database ended the transaction because another came between.", "Nothing needs to be done if a retry succeeds."),
        new("server_error", Transient, "The API reports an error of its own.", "Wait, or ask those who run it."),
        new("server_shutdown", Transient, "The database shuts down or starts.", "Wait until it is up."),
        new("server_unavailable", Transient, "The database cannot work for now.", "Check its disk, memory and log."),
        new("store_unavailable", Transient, "The platform's own database or segment store does not answer.", "It is waited for, for about a quarter of an hour; if it stays away, check it and retry the run."),
        new("stream_in_use", Transient, "Another run of the pipeline reads the same new records.", "Run again when it has ended, or cancel it; schedules wait for the run before with overlap queue."),
        new("timeout", Transient, "No answer came in time.", "Raise connection_timeout if the system is slow."),
        new("truncated_answer", Transient, "The answer of the API ends too early.", "If it stays so, ask for smaller pages (pagination.page_size)."),
        new("too_many_connections", Transient, "The database has no free connection.", "Lower connection_pool_size, or raise max_connections there."),
    ];
}
