namespace DataAggregator.Emulator.Blobs;

/// <summary>What became of one version of a blob.</summary>
/// <param name="ETag">The version.</param>
/// <param name="Failures">How often the function failed on it.</param>
/// <param name="Done">Whether it was handled, or given up.</param>
internal sealed record BlobReceipt(string ETag, int Failures, bool Done);
