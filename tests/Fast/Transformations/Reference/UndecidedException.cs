namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>A case that no ruling says anything about, so that no result of it is wrong.</summary>
internal sealed class UndecidedException(string message) : Exception(message);
