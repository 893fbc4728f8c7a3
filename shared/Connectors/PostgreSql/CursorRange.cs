using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// The condition of a cursor window. Values never become part of a statement: as parameters where a statement takes them, and as settings of
/// the transaction for COPY, which takes none. Text compares by its bytes, whatever the database's collation.
/// </summary>
/// <param name="Field">The cursor field.</param>
/// <param name="Type">Its type.</param>
/// <param name="From">The least value, null for no bound.</param>
/// <param name="FromExcluded">Whether the least value itself is left out.</param>
/// <param name="To">The greatest value, null for no bound.</param>
/// <param name="ToIncluded">Whether the greatest value itself is read.</param>
/// <param name="IsEmpty">Whether no row with a value is read.</param>
/// <param name="WithNulls">Whether rows without a value are read, or have to be seen to fail.</param>
internal sealed record CursorRange(string Field, DataType Type, string? From, bool FromExcluded, string? To, bool ToIncluded, bool IsEmpty, bool WithNulls)
{
    private const string FromSetting = "dataaggregator.cursor_from";
    private const string ToSetting = "dataaggregator.cursor_to";

    /// <summary>What the window's values are compared as.</summary>
    public string Expression => Type == DataType.String ? $"{TableName.Quote(Field)}::text COLLATE \"C\"" : TableName.Quote(Field);

    /// <summary>The condition of a window; its type is known, since the source's fields are.</summary>
    public static CursorRange Of(CursorWindow window) => new(
        window.Field, window.Type!.Value, window.From, window.FromExcluded, window.Until, window.UntilIncluded, window.IsEmpty, window.Nulls != NullPolicy.Exclude);

    /// <summary>A bound as a setting of the transaction; see <see cref="SetAsync"/>.</summary>
    public static string Setting(bool isFrom) => $"current_setting('{(isFrom ? FromSetting : ToSetting)}')";

    /// <summary>A bound as a parameter; see <see cref="AddParameters"/>.</summary>
    public static string Parameter(bool isFrom) => isFrom ? "@cursor_from" : "@cursor_to";

    /// <summary>The condition; null when every row is read.</summary>
    /// <param name="bound">What stands for a bound: that of the start, or of the end.</param>
    public string? Condition(Func<bool, string> bound)
    {
        var column = TableName.Quote(Field);
        var parts = new List<string>();
        if (IsEmpty)
            parts.Add("false");
        if (From is not null)
            parts.Add($"{Expression} {(FromExcluded ? ">" : ">=")} {bound(true)}::{SqlType}");
        if (To is not null)
            parts.Add($"{Expression} {(ToIncluded ? "<=" : "<")} {bound(false)}::{SqlType}");
        if (parts.Count == 0)
            return WithNulls ? null : $"{column} IS NOT NULL";
        var range = string.Join(" AND ", parts);
        return WithNulls ? $"({range} OR {column} IS NULL)" : range;
    }

    /// <summary>Gives a command the bounds as parameters.</summary>
    public void AddParameters(NpgsqlCommand command)
    {
        command.Parameters.AddWithValue("cursor_from", NpgsqlTypes.NpgsqlDbType.Text, (object?)From ?? DBNull.Value);
        command.Parameters.AddWithValue("cursor_to", NpgsqlTypes.NpgsqlDbType.Text, (object?)To ?? DBNull.Value);
    }

    /// <summary>Gives the transaction at hand the bounds as settings.</summary>
    public async Task SetAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT set_config($1, $2, true), set_config($3, $4, true)", connection)
        {
            Parameters = { new() { Value = FromSetting }, new() { Value = From ?? "" }, new() { Value = ToSetting }, new() { Value = To ?? "" } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string SqlType => Type switch
    {
        DataType.Int64 => "int8",
        DataType.Decimal => "numeric",
        DataType.Date => "date",
        DataType.Timestamp => "timestamptz",
        DataType.LocalTimestamp => "timestamp",
        _ => "text",
    };
}
