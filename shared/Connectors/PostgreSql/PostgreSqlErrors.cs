using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using DataAggregator.Core.Connectors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Says in words what the driver or the server reported, and sorts it by what can be done. Values of records and secrets stay out.</summary>
internal static partial class PostgreSqlErrors
{
    /// <summary>The error as the platform understands it.</summary>
    /// <param name="exception">The driver's error.</param>
    /// <param name="options">The connection it happened on.</param>
    public static ConnectorException Translate(NpgsqlException exception, PostgreSqlOptions options) =>
        exception is PostgresException server ? FromServer(server, options) : FromConnection(exception, options);

    /// <summary>The line of the COPY that the server complains about, counted from 1, or null.</summary>
    public static long? CopyLine(PostgresException exception) =>
        CopyContext().Match(exception.Where ?? "") is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the server refuses records for what they are (a value, a constraint, a trigger), so that it may take others.</summary>
    public static bool IsRefusal(PostgresException server) =>
        server.SqlState[..2] is "22" or "23" or "44" or "45" or "P0" || server.SqlState == PostgresErrorCodes.ProgramLimitExceeded;

    /// <summary>Why it does.</summary>
    public static RefusalReason Refusal(PostgresException server)
    {
        var column = server.ColumnName ?? Matched(ColumnContext(), server.Where);
        var where = string.Concat(
            server.TableName is { } table ? $" table '{table}'" : "",
            column is null ? "" : $" column '{column}'",
            server.ConstraintName is { } constraint ? $" constraint '{constraint}'" : "");
        var (code, reason) = server.SqlState switch
        {
            "23502" => ("not_null_violation", "a value is null where none may be"),
            "23503" => ("foreign_key_violation", "a foreign key has no counterpart"),
            "23505" => ("unique_violation", "a key exists already"),
            "23514" => ("check_violation", "a check constraint does not hold"),
            "23P01" => ("exclusion_violation", "an exclusion constraint does not hold"),
            "22001" => ("value_too_long", server.MessageText),
            "22003" => ("number_out_of_range", server.MessageText),
            "22008" => ("date_out_of_range", server.MessageText),
            "44000" => ("constraint_violation", "the condition of a view does not hold"),
            "54000" => ("value_too_large", "a value is larger than can be stored or indexed"),
            // These messages quote the value, which does not belong into the errors of a run.
            "22P02" or "22007" => ("invalid_value", "a text is no value of the column's type"),
            _ => server.SqlState[..2] switch
            {
                "23" => ("constraint_violation", $"SQLSTATE {server.SqlState}"),
                "45" or "P0" => ("refused_by_trigger", $"a trigger or function raised SQLSTATE {server.SqlState}"),
                _ => ("invalid_value", $"SQLSTATE {server.SqlState}"),
            },
        };
        return new(code, column, server.ConstraintName, where, reason);
    }

    /// <summary>The reason for whoever may see the record: with the server's own words, which may quote values of it.</summary>
    public static string Explain(PostgresException server, RefusalReason reason) =>
        $"PostgreSQL refused the record:{reason.Where}{(reason.Where.Length > 0 ? ": " : " ")}{server.MessageText}.";

    private static string? Matched(Regex pattern, string? text) => pattern.Match(text ?? "") is { Success: true } match ? match.Groups[1].Value : null;

    private static ConnectorException FromConnection(NpgsqlException exception, PostgreSqlOptions options)
    {
        var place = $"{options.Host}:{options.Port.ToString(CultureInfo.InvariantCulture)}";
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return FromSocket(socket, exception, place);
            if (cause is AuthenticationException)
            {
                return new(
                    ErrorClass.Settings,
                    "tls_failed",
                    $"The certificate of PostgreSQL at {place} is not from an authority that is trusted here, is out of date, or names another host.",
                    "Trust its authority on this machine, use the host name that it names, or choose a weaker ssl_mode.",
                    exception);
            }

            if (cause is TimeoutException)
            {
                return exception.Message.Contains("pool", StringComparison.OrdinalIgnoreCase)
                    ? new(ErrorClass.Transient, "pool_exhausted", $"All connections to PostgreSQL at {place} are in use.", "Raise connection_pool_size or max_overflow.", exception)
                    : new(ErrorClass.Transient, "connection_timeout", $"PostgreSQL at {place} did not answer within the time allowed.", null, exception);
            }
        }

        if (exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase))
            return new(ErrorClass.Settings, "authentication_failed", $"PostgreSQL at {place} asks for a password, and none is set.", "Set password.", exception);
        if (exception.Message.Contains("SSL", StringComparison.OrdinalIgnoreCase))
            return new(ErrorClass.Settings, "tls_unavailable", $"PostgreSQL at {place} does not offer encrypted connections.", "Set ssl_mode to prefer or disable.", exception);
        return new(ErrorClass.Transient, "connection_lost", $"The connection to PostgreSQL at {place} broke.", null, exception);
    }

    private static ConnectorException FromSocket(SocketException socket, NpgsqlException exception, string place) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(ErrorClass.Transient, "connection_refused", $"Nothing listens at {place}: the connection was refused.", "Check host and port, and that PostgreSQL runs there and listens on that address.", exception),
        SocketError.TimedOut => new(ErrorClass.Transient, "connection_timeout", $"PostgreSQL at {place} did not answer within the time allowed.", "Check host, port and firewall.", exception),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => new(ErrorClass.Transient, "host_unreachable", $"There is no route to {place}.", "Check host, network and firewall.", exception),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new(ErrorClass.Transient, "host_unknown", $"The host of {place} is unknown.", "Check host.", exception),
        _ => new(ErrorClass.Transient, "connection_lost", $"The connection to PostgreSQL at {place} broke ({socket.SocketErrorCode}).", null, exception),
    };

    private static ConnectorException FromServer(PostgresException server, PostgreSqlOptions options)
    {
        var place = $"{options.Host}:{options.Port.ToString(CultureInfo.InvariantCulture)}";
        return server.SqlState switch
        {
            "28P01" or "28000" => new(ErrorClass.Settings, "authentication_failed", $"PostgreSQL at {place} refused the login of user '{options.Username}': {server.MessageText}", "Check username and password.", server),
            "3D000" => new(ErrorClass.Settings, "database_missing", $"PostgreSQL at {place} has no database '{options.Database}'.", "Check database.", server),
            "3F000" => new(ErrorClass.Settings, "schema_missing", $"Database '{options.Database}' at {place}: {server.MessageText}.", "Create the schema, or check schema and table.", server),
            "42P01" => new(ErrorClass.Settings, "table_missing", $"Database '{options.Database}' at {place}: {server.MessageText}.", "Check schema and table.", server),
            "42703" => new(ErrorClass.Settings, "column_missing", $"Database '{options.Database}' at {place}: {server.MessageText}.", null, server),
            "42501" => new(ErrorClass.Settings, "permission_denied", $"User '{options.Username}' on database '{options.Database}' at {place}: {server.MessageText}.", "Grant the right, or use another user.", server),
            "55P03" => new(ErrorClass.Transient, "lock_timeout", $"Another transaction keeps what is needed locked in database '{options.Database}' at {place}: {server.MessageText}.", null, server),
            "53300" => new(ErrorClass.Transient, "too_many_connections", $"PostgreSQL at {place} has no free connection: {server.MessageText}.", "Lower connection_pool_size and max_overflow, or raise max_connections there.", server),
            "25006" => new(ErrorClass.Settings, "read_only", $"PostgreSQL at {place} is read-only: {server.MessageText}.", "Use the primary server.", server),
            "40P01" => Transient("deadlock"),
            "40001" => Transient("serialization_failure"),
            "57P01" or "57P02" or "57P03" or "57P05" => Transient("server_shutdown"),
            _ => server.SqlState[..2] switch
            {
                "08" or "53" or "57" or "58" => Transient("server_unavailable"),
                _ when IsRefusal(server) => Refused(server),
                _ => new(ErrorClass.Settings, "statement_refused", $"PostgreSQL at {place} refused a statement ({server.SqlState}): {server.MessageText}", server.Hint, server),
            },
        };

        ConnectorException Transient(string code) => new(ErrorClass.Transient, code, $"PostgreSQL at {place} ended the transaction ({server.SqlState}): {server.MessageText}.", null, server);
    }

    private static ConnectorException Refused(PostgresException server)
    {
        var reason = Refusal(server);
        return new(ErrorClass.Refused, reason.Code, $"PostgreSQL refused the records:{reason.Where}{(reason.Where.Length > 0 ? ": " : " ")}{reason.Reason}.", null, server);
    }

    [GeneratedRegex(@"^COPY .*, line (\d+)", RegexOptions.Multiline)]
    private static partial Regex CopyContext();

    [GeneratedRegex(@"^COPY .*, line \d+, column ([^:\n]+)", RegexOptions.Multiline)]
    private static partial Regex ColumnContext();
}
