using System.Runtime.CompilerServices;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Storage;

namespace DataAggregator.Connectors.Files;

/// <summary>Says in words what went wrong with a file.</summary>
internal static class FileErrors
{
    /// <summary>Opens a file for reading from its beginning to its end.</summary>
    /// <exception cref="ConnectorException">It is missing, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
            });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Of(path, problem);
        }
    }

    /// <summary>The error for what the system says.</summary>
    public static ConnectorException Of(string path, Exception problem) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(ErrorClass.Settings, "file_not_found", $"There is no file '{path}'.", "Check the path; a relative one is against the files directory.", problem),
        UnauthorizedAccessException => new(ErrorClass.Settings, "permission_denied", $"'{path}' may not be opened by this user, or is a directory.", "Change its permissions.", problem),
        IOException full when FullDisk.IsReason(full) => new(ErrorClass.Transient, "disk_full", $"The disk of '{path}' is full: {problem.Message}", "Make room there and retry the run.", problem),
        _ => new(ErrorClass.Transient, "file_error", $"'{path}': {problem.Message}", innerException: problem),
    };

    /// <summary>The error for a compressed file that cannot be decompressed.</summary>
    public static ConnectorException Damaged(string path, Exception problem) =>
        new(ErrorClass.Data, "file_damaged", $"'{path}' cannot be decompressed: it is cut off, damaged, or followed by something else.", "Have it made or transferred again; set compression to none if it is not compressed.", problem);

    /// <summary>The error for a text that cannot be decompressed, decoded or read.</summary>
    public static ConnectorException InText(string path, Exception problem) => problem switch
    {
        InvalidDataException => Damaged(path, problem),
        DecoderFallbackException => new(ErrorClass.Data, "invalid_encoding", $"'{path}' is not written in the encoding that was set or that its byte order mark says: {problem.Message}", "Set csv.encoding.", problem),
        _ => Of(path, problem),
    };

    /// <summary>The same error, with the file that it is about.</summary>
    public static ConnectorException Named(string path, ConnectorException problem) => problem.Message.Contains(path, StringComparison.Ordinal)
        ? problem
        : new ConnectorException(problem.Class, problem.Code, $"'{path}': {problem.Message}", problem.Hint, problem) { RetryAfter = problem.RetryAfter };

    /// <summary>The same batch; the reasons of rejected records name the file.</summary>
    public static SourceBatch Named(string path, SourceBatch batch) => batch.Rejected.Count == 0 ? batch : batch with
    {
        Rejected = [.. batch.Rejected.Select(one => one with { Errors = [.. one.Errors.Select(error => error with { Message = $"{Path.GetFileName(path)}: {error.Message}" })] })],
    };

    /// <summary>Does the work; what goes wrong with the file is said in words.</summary>
    public static async Task TranslateAsync(string path, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Of(path, problem);
        }
    }

    /// <summary>The same batches; what goes wrong with the file under way is said in words.</summary>
    public static async IAsyncEnumerable<SourceBatch> Translate(string path, IAsyncEnumerable<SourceBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = batches.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await source.MoveNextAsync().ConfigureAwait(false))
                    yield break;
            }
            catch (Exception problem) when (problem is InvalidDataException or DecoderFallbackException or IOException)
            {
                throw InText(path, problem);
            }
            catch (ConnectorException problem)
            {
                throw Named(path, problem);
            }

            yield return source.Current;
        }
    }

    /// <summary>The error for a file that is not what the plan was made for.</summary>
    public static ConnectorException Changed(string path) =>
        new(ErrorClass.Data, "source_changed", $"'{path}' was changed since the run began.", "Run again; write files elsewhere and rename them into place when they are complete.");
}
