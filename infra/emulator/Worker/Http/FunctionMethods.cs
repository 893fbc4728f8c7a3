namespace DataAggregator.Emulator.Worker.Http;

/// <summary>The methods that an HTTP function answers; all if none is named.</summary>
internal sealed class FunctionMethods(IReadOnlyCollection<string> methods)
{
    public bool Include(string method) => methods.Count == 0 || methods.Contains(method, StringComparer.OrdinalIgnoreCase);
}
