using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>Runs a function in C#, in this process: it is held to its limits as <see cref="CallGuard"/> can, and sees one moment as the time.</summary>
/// <param name="code">The compiled function.</param>
/// <param name="limits">What one call may take.</param>
/// <param name="now">The time that the function sees.</param>
internal sealed class CSharpFunction(CompiledFunction code, FunctionLimits limits, DateTimeOffset now) : IFunction
{
    /// <summary>The stack that a function may fill.</summary>
    public const int StackSize = 64 << 20;

    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 1024 };
    private static readonly JsonSerializerOptions Writing = new() { MaxDepth = 1024, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly CallGuard guard = new(limits);
    private Func<JsonObject, object?>? transform;

    /// <inheritdoc/>
    public int MaxDigits => Core.Records.Decimal38.MaxDigits;

    /// <inheritdoc/>
    public bool GiveUp() => guard.GiveUp();

    /// <inheritdoc/>
    public string? Call(string record)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var input = (JsonObject)JsonNode.Parse(record, documentOptions: Parsing)!;
        code.Watch(guard.Ask);
        guard.Begin();
        try
        {
            transform ??= code.Open(now);
            var result = transform(input);
            var json = result is null ? null : Write(result);
            guard.Ask();
            return json;
        }
        catch (Exception exception) when (exception is not FunctionStoppedException)
        {
            throw Explain(exception);
        }
        finally
        {
            guard.End();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string Write(object result)
    {
        if (result is not JsonNode && (result is string or IFormattable))
            throw FunctionStoppedException.NoRecord();
        using var output = new LimitedStream(limits.MaxTextLength);
        JsonSerializer.Serialize(output, result, result.GetType(), Writing);
        return Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)output.Length));
    }

    private static FunctionStoppedException Explain(Exception exception) => exception switch
    {
        FunctionStoppedException stopped => stopped,
        TypeInitializationException or TargetInvocationException when exception.InnerException is { } inner => Explain(inner),
        RegexMatchTimeoutException => new(FunctionStoppedException.PatternTimeout, "A pattern of the function took too long on this record; make it simpler."),
        InsufficientExecutionStackException => FunctionStoppedException.Limited("it called itself too deep"),
        OutOfMemoryException => FunctionStoppedException.Limited("it asked for more memory than there can be"),
        JsonException => new(FunctionStoppedException.Result, $"What the function gave cannot be written as JSON: {exception.Message}"),
        _ => FunctionStoppedException.Failed($"{exception.GetType().Name}: {exception.Message}"),
    };
}
