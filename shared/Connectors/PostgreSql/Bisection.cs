using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Loads a range of rows, inside the transaction at hand. A range that the server refuses is rolled back to a savepoint and loaded in parts:
/// cut at the row that the server names, and in halves behind it, down to the row that is to blame. Every cut at least halves what may have to be
/// sent again, so n refused rows of N cost O(n log N) statements, and no row is sent more than O(log N) times.
/// </summary>
/// <param name="connection">The connection, in a transaction.</param>
/// <param name="load">Loads the rows from the first number to before the second.</param>
/// <param name="refuse">Gets each row that the server refuses, and why.</param>
internal sealed class Bisection(NpgsqlConnection connection, Func<int, int, CancellationToken, Task> load, Func<int, PostgresException, CancellationToken, Task> refuse)
{
    private const string Savepoint = "_dataaggregator_rows";

    /// <summary>Marks the place to come back to.</summary>
    public static Task MarkAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ExecuteAsync(connection, $"SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Keeps what was loaded since <see cref="MarkAsync"/>.</summary>
    public static Task KeepAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ExecuteAsync(connection, $"RELEASE SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Undoes what was done since <see cref="MarkAsync"/>.</summary>
    public static Task UndoAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, $"ROLLBACK TO SAVEPOINT {Savepoint}; RELEASE SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Loads the rows from <paramref name="first"/> to before <paramref name="end"/>, all but those that the server refuses.</summary>
    public async Task LoadAsync(int first, int end, CancellationToken cancellationToken)
    {
        if (first >= end)
            return;
        await MarkAsync(connection, cancellationToken);
        try
        {
            await load(first, end, cancellationToken);
            await KeepAsync(connection, cancellationToken);
        }
        catch (PostgresException refusal) when (PostgreSqlErrors.IsRefusal(refusal))
        {
            await UndoAsync(connection, cancellationToken);
            await DivideAsync(first, end, refusal, cancellationToken);
        }
    }

    /// <summary>Loads in parts what was refused as a whole and has been undone.</summary>
    public async Task DivideAsync(int first, int end, PostgresException refusal, CancellationToken cancellationToken)
    {
        if (end - first == 1)
        {
            await refuse(first, refusal, cancellationToken);
            return;
        }

        var rest = first;
        if (PostgreSqlErrors.CopyLine(refusal) is { } line && line >= 1 && line <= end - first)
        {
            // Where the server names a row, those before it were fine.
            rest = first + (int)line;
            await LoadAsync(first, rest - 1, cancellationToken);
            await LoadAsync(rest - 1, rest, cancellationToken);
        }

        var middle = rest + ((end - rest) / 2);
        await LoadAsync(rest, middle, cancellationToken);
        await LoadAsync(middle, end, cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
