using System.Text.Json;

namespace DataAggregator.Core.Lineage;

/// <summary>What a table, file or address is called everywhere, as OpenLineage's naming wants it; never with a secret in it.</summary>
/// <param name="Namespace">The server, bucket or file system.</param>
/// <param name="Name">The object there.</param>
public sealed record DatasetName(string Namespace, string Name)
{
    private static readonly Dictionary<string, (string Scheme, int Port)> Databases = new(StringComparer.Ordinal)
    {
        ["postgresql"] = ("postgres", 5432),
        ["mysql"] = ("mysql", 3306),
        ["mariadb"] = ("mysql", 3306),
        ["sql_server"] = ("mssql", 1433),
        ["oracle"] = ("oracle", 1521),
        ["redshift"] = ("redshift", 5439),
    };

    /// <summary>The name of what a connector with that config reads or writes.</summary>
    public static DatasetName Of(string type, JsonElement config)
    {
        if (Databases.TryGetValue(type, out var database))
        {
            var port = Text(config, "port") ?? database.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new DatasetName($"{database.Scheme}://{Text(config, "host")}:{port}", Joined(config, type == "postgresql" ? "public" : null));
        }

        if ((Text(config, "bucket") ?? Text(config, "bucket_name")) is { } bucket)
            return new DatasetName($"{(type == "aws_s3" ? "s3" : type)}://{bucket}", Text(config, "key") ?? Text(config, "prefix") ?? Text(config, "path") ?? "/");
        // What stands behind the path of an address may be a key.
        if (Text(config, "url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address))
            return new DatasetName(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped), address.AbsolutePath);
        if (Text(config, "path") is { } path)
            return new DatasetName(Text(config, "host") is { } host ? $"{type}://{host}" : "file", path);
        return new DatasetName(Text(config, "host") is { } server ? $"{type}://{server}" : type, Joined(config, null));
    }

    private static string Joined(JsonElement config, string? schema)
    {
        var table = Text(config, "table") ?? Text(config, "collection") ?? Text(config, "topic") ?? Text(config, "queue") ?? (Text(config, "query") is null ? null : "query");
        if (table is not null && table.Contains('.', StringComparison.Ordinal))
            schema = null;
        return string.Join('.', new[] { Text(config, "database"), Text(config, "schema") ?? schema, table }.OfType<string>());
    }

    private static string? Text(JsonElement config, string key)
    {
        if (!config.TryGetProperty(key, out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            return null;
        return value.ToString() is { Length: > 0 } text ? text : null;
    }
}
