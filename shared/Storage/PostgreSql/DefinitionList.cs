using System.Data.Common;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Lists of what users saved under a name: by name, creation or change, found by words of the name.</summary>
internal static class DefinitionList
{
    private static readonly string[] Orders = ["name", "-name", "created_at", "-created_at", "updated_at", "-updated_at"];

    /// <summary>A page of what <paramref name="select"/> gives; its table is <c>d</c> and has the columns <c>id, name, created_at, updated_at</c>.</summary>
    public static Task<Page<T>> PageAsync<T>(
        PostgreSqlDatabase database, string select, PageRequest request, Func<DbDataReader, T> read, Func<T, DefinitionPlace> place, CancellationToken cancellationToken) =>
        PageAsync(database, select, new Statement("true"), request, read, place, cancellationToken);

    /// <summary>As the other, of those alone that meet a condition.</summary>
    public static async Task<Page<T>> PageAsync<T>(
        PostgreSqlDatabase database,
        string select,
        Statement condition,
        PageRequest request,
        Func<DbDataReader, T> read,
        Func<T, DefinitionPlace> place,
        CancellationToken cancellationToken)
    {
        var order = Sorting.Of(request, Orders);
        var after = Keyset.Of(request, order);
        var column = order.TrimStart('-');
        var (compares, direction) = order[0] == '-' ? ("<", "DESC") : (">", "ASC");
        var begin = after is null ? "" : $"AND (d.{column}, d.id) {compares} (@value, @id)";
        var items = await database.QueryAsync(
            new(
                $"{select} WHERE {condition.Sql} AND d.name ILIKE @query ESCAPE '\\' {begin} ORDER BY d.{column} {direction}, d.id {direction} LIMIT @limit",
                [
                    .. condition.Parameters,
                    ("@query", Keyset.Contains(request.Query ?? "")),
                    ("@value", after is null || column == "name" ? after?.Value : PostgreSqlInstant.OfPlace(after.Value)),
                    ("@id", after?.Id),
                    ("@limit", request.Limit + 1),
                ]),
            read,
            cancellationToken);
        return Keyset.Page(items, request, item => new Keyset(order, ValueOf(place(item), column), place(item).Id));
    }

    private static string ValueOf(DefinitionPlace place, string column) => column switch
    {
        "name" => place.Name,
        "created_at" => PostgreSqlInstant.ToPlace(place.CreatedAt),
        _ => PostgreSqlInstant.ToPlace(place.UpdatedAt),
    };
}
