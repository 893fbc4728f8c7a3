using System.Globalization;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JavaScriptEngine = Jint.Engine;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// Runs a JavaScript function over records as JSON, with nothing at hand but the language: no CLR, no I/O, no randomness, and one moment as the
/// time. It keeps no state between records. Whatever a function does ends within its limits; see <c>sandbox.js</c> for what the engine itself does not stop.
/// </summary>
internal sealed class JavaScriptSandbox : IFunction
{
    /// <summary>What the engine takes at most for what can be nested within its limits.</summary>
    public const int StackSize = 256 << 20;

    private static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(50);
    private static readonly string Prelude = ReadPrelude();
    private readonly JavaScriptEngine engine;
    private readonly FunctionLimits limits;
    private readonly JsValue transform;
    private readonly JsValue run;

    /// <summary>A sandbox with one function.</summary>
    /// <param name="code">What <see cref="JavaScriptCode.Prepare"/> made of it.</param>
    /// <param name="limits">What one call may take.</param>
    /// <param name="now">The time that the function sees.</param>
    public JavaScriptSandbox(string code, FunctionLimits limits, DateTimeOffset now)
    {
        this.limits = limits;
        var time = new CallTime(limits.Timeout);
        engine = new JavaScriptEngine(options => Configure(options, limits, now).Constraint(time));
        var fail = new ClrFunction(engine, "fail", (_, _) => throw TextTooLong());
        var check = new ClrFunction(engine, "check", (_, values) => values[0] is JsString text && text.Length > limits.MaxTextLength ? throw TextTooLong() : values[0]);
        var sandbox = engine.Invoke(engine.Evaluate(Prelude), fail, limits.MaxTextLength).AsArray();
        run = sandbox[1];
        transform = engine.Invoke(engine.Evaluate(code), check, sandbox[0]);
        time.IsOn = true;
    }

    /// <inheritdoc/>
    public int MaxDigits => 15;

    /// <inheritdoc/>
    public bool GiveUp() => false;

    /// <inheritdoc/>
    public string? Call(string record)
    {
        try
        {
            var result = engine.Invoke(run, transform, record);
            if (result.IsUndefined())
                throw FunctionStoppedException.NoRecord();
            return result.IsNull() ? null : result.AsString();
        }
        catch (JavaScriptException exception)
        {
            throw FunctionStoppedException.Failed(exception.Message);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new FunctionStoppedException(FunctionStoppedException.PatternTimeout, "A pattern of the function took longer than 50 ms on this record; make it simpler.");
        }
        catch (TimeoutException)
        {
            throw FunctionStoppedException.Limited($"it took longer than {limits.Timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms");
        }
        catch (MemoryLimitExceededException)
        {
            throw FunctionStoppedException.Limited($"it took more than {limits.MemoryBytes >> 20} MB of memory, or an array of more than {FunctionLimits.MaxArrayLength} items");
        }
        catch (StatementsCountOverflowException)
        {
            throw FunctionStoppedException.Limited($"it ran more than {FunctionLimits.MaxStatements} statements");
        }
        catch (Exception exception) when (exception is RecursionDepthOverflowException or InsufficientExecutionStackException)
        {
            throw FunctionStoppedException.Limited("it called itself too deep");
        }
        catch (OutOfMemoryException)
        {
            throw FunctionStoppedException.Limited("it asked for more memory than there can be");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    private static Options Configure(Options options, FunctionLimits limits, DateTimeOffset now)
    {
        options.Strict().DisableStringCompilation().Culture(CultureInfo.InvariantCulture).LocalTimeZone(TimeZoneInfo.Utc);
        options.TimeSystem = new FixedTime(options.TimeSystem, now);
        options.LimitMemory(limits.MemoryBytes).MaxStatements(FunctionLimits.MaxStatements).LimitRecursion(FunctionLimits.MaxRecursion);
        options.MaxArraySize(FunctionLimits.MaxArrayLength).RegexTimeoutInterval(PatternLimit).MaxJsonParseDepth(1024);
        options.AgentCanSuspend = false;
        return options;
    }

    private static FunctionStoppedException TextTooLong() => FunctionStoppedException.Limited("a text grew longer than a sixteenth of memory_mb");

    private static string ReadPrelude()
    {
        using var stream = typeof(JavaScriptSandbox).Assembly.GetManifestResourceStream("sandbox.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
