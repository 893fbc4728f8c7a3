using DataAggregator.Emulator.Triggers;
using Microsoft.Data.Sqlite;

namespace DataAggregator.Emulator.Blobs;

/// <summary>Remembers over restarts which version of which blob each function has handled: one row a function and blob, in one SQLite file.</summary>
internal sealed class BlobReceipts(string databasePath) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS blob_receipt (
            function TEXT NOT NULL, container TEXT NOT NULL, blob TEXT NOT NULL, etag TEXT NOT NULL, failures INTEGER NOT NULL, done INTEGER NOT NULL,
            PRIMARY KEY (function, container, blob)) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection = SqliteFile.Open(databasePath, Schema);

    /// <summary>What became of the blob in this version; null when the function has not seen it yet.</summary>
    public BlobReceipt? Find(string function, string container, string blob, string etag)
    {
        lock (_gate)
        {
            using var command = _connection.Command(
                "SELECT etag, failures, done FROM blob_receipt WHERE function = $function AND container = $container AND blob = $blob",
                null,
                ("$function", function),
                ("$container", container),
                ("$blob", blob));
            using var row = command.ExecuteReader();
            return row.Read() && row.GetString(0) == etag ? new BlobReceipt(etag, row.GetInt32(1), row.GetBoolean(2)) : null;
        }
    }

    /// <summary>Records what became of the blob, in place of what was known of its earlier versions.</summary>
    public void Save(string function, string container, string blob, BlobReceipt receipt)
    {
        lock (_gate)
        {
            using var command = _connection.Command(
                "INSERT OR REPLACE INTO blob_receipt (function, container, blob, etag, failures, done) VALUES ($function, $container, $blob, $etag, $failures, $done)",
                null,
                ("$function", function),
                ("$container", container),
                ("$blob", blob),
                ("$etag", receipt.ETag),
                ("$failures", receipt.Failures),
                ("$done", receipt.Done));
            command.ExecuteNonQuery();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();
}
