using Azure;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.Blob;

/// <summary>Tells that Blob Storage is away, after the client has tried again by itself, from answers that would not change.</summary>
internal static class BlobAbsence
{
    private const int RequestTimeout = 408;
    private const int TooManyRequests = 429;
    private const int ServerError = 500;

    /// <summary>Does the work; that Blob Storage does not answer is said as for every store.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception away) when (IsReason(away))
        {
            throw new StoreUnavailableException("The Blob Storage of segments", away);
        }
    }

    /// <inheritdoc cref="TranslateAsync{T}(Func{Task{T}})"/>
    public static Task TranslateAsync(Func<Task> work) => TranslateAsync(async () =>
    {
        await work();
        return true;
    });

    private static bool IsReason(Exception failure) => failure switch
    {
        RequestFailedException answer => answer.Status is 0 or RequestTimeout or TooManyRequests or >= ServerError,
        // What the client gives when it has given up trying.
        AggregateException tried => tried.InnerExceptions.Any(IsReason),
        IOException => true,
        _ => false,
    };
}
