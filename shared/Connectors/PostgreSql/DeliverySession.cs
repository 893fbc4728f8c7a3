using System.Globalization;
using DataAggregator.Core.Connectors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// The sessions of a delivery, which the server's list of sessions shows by the name of run, destination and epoch. A worker that is frozen, or cut off
/// behind a dead connection, keeps its transaction open and with it the locks that its successor needs: the successor ends it.
/// </summary>
internal static class DeliverySession
{
    /// <summary>Names the session until the transaction ends.</summary>
    public static async Task NameAsync(NpgsqlConnection connection, WriteTarget target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT set_config('application_name', $1, true)", connection)
        {
            Parameters = { new() { Value = string.Create(CultureInfo.InvariantCulture, $"{Prefix(target)}{target.Epoch}") } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends what older epochs of the delivery have under way.</summary>
    public static async Task ExpelAsync(NpgsqlConnection connection, WriteTarget target, CancellationToken cancellationToken)
    {
        if (target.Epoch == 1)
            return;
        // Of one's own sessions everyone may end any.
        await using var command = new NpgsqlCommand(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND datname = current_database() AND usename = current_user AND starts_with(application_name, $1)
              AND CASE WHEN substr(application_name, length($1) + 1) ~ '^[0-9]{1,9}$' THEN substr(application_name, length($1) + 1)::integer < $2 ELSE false END
            """,
            connection)
        {
            Parameters = { new() { Value = Prefix(target) }, new() { Value = target.Epoch } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Prefix(WriteTarget target) => string.Create(CultureInfo.InvariantCulture, $"dataaggregator {target.RunId}/{target.Destination}@");
}
