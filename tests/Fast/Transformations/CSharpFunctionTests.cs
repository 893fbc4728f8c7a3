using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class CSharpFunctionTests
{
    [Fact]
    public void Gives_a_record_none_or_several()
    {
        var result = Run(
            """
            private const string Suffix = "!";

            object? Transform(JsonObject record)
            {
                var n = (int)record["n"]!;
                return n == 0 ? null : n == 1 ? Marked(record) : Enumerable.Range(0, n).Select(i => new { n, k = (string)record["k"]!, i });
            }

            static JsonObject Marked(JsonObject record)
            {
                record["k"] = (string)record["k"]! + Suffix;
                return record;
            }
            """,
            """[{"n":0,"k":"a"},{"n":1,"k":"b"},{"n":2,"k":"c"}]""",
            """[{"name":"i","type":"int64"}]""");

        result.Records.ShouldBe("""[{"n":1,"k":"b!"},{"n":2,"k":"c","i":0},{"n":2,"k":"c","i":1}]""");
        (result.Counts[0].Filtered, result.Counts[0].Added).ShouldBe((1, 1));
    }

    [Fact]
    public void What_it_leaves_alone_keeps_every_digit()
    {
        const string Records = """[{"money":2.50,"id":12345678901234567890123,"text":"é \"q\"","nothing":null,"deep":{"id":98765432109876543210,"list":[1.50,"x",null]}},{"money":0.10}]""";

        Run("object? Transform(JsonObject record) => record;", Records).Records.ShouldBe(Steps.Run("[]", Records).Records);
    }

    [Fact]
    public void Money_is_exact_and_the_time_is_the_run_s() => Run(
        """object? Transform(JsonObject r) { r["total"] = (decimal)r["price"]! * (decimal)r["quantity"]!; r["at"] = Now; return r; }""",
        """[{"price":4.35,"quantity":100}]""",
        """[{"name":"total","type":"decimal"},{"name":"at","type":"timestamp"}]""")
        .Records.ShouldBe("""[{"price":4.35,"quantity":100,"total":435.00,"at":"2025-01-16T08:00:00.75Z"}]""");

    [Theory]
    [InlineData("throw new InvalidOperationException(\"no rate\");", "custom_function_failed", "InvalidOperationException: no rate")]
    [InlineData("return \"text\";", "custom_function_result", "must give a record")]
    [InlineData("return 5m;", "custom_function_result", "must give a record")]
    [InlineData("return new { k = 3, other = 1 };", "custom_function_result", "'other' that the records do not have")]
    [InlineData("while (true) { }", "custom_function_limit", "longer than")]
    [InlineData("for (;;) ;", "custom_function_limit", "longer than")]
    [InlineData("try { while (true) { } } catch { } return r;", "custom_function_limit", "longer than")]
    [InlineData("Func<int, int>? f = null; f = x => f!(x + 1); f(1); return r;", "custom_function_limit", "stopped")]
    [InlineData("Deep(); return r;", "custom_function_limit", "stopped")]
    [InlineData("var all = new List<string>(); while (true) all.Add(new string('x', 1000));", "custom_function_limit", "16 MB")]
    [InlineData("return Forever();", "custom_function_limit", "")]
    [InlineData("return new { k = new string('x', 2_000_000) };", "custom_function_limit", "sixteenth")]
    public void A_record_that_it_fails_on_is_rejected_with_the_reason(string body, string code, string message)
    {
        var result = Run(
            $$"""
            object? Transform(JsonObject r)
            {
                if ((int)r["k"]! == 2) return r;
                {{body}}
            }
            void Deep() => Deep();
            IEnumerable<object> Forever() { while (true) yield return new { k = 1 }; }
            """,
            """[{"k":1},{"k":2}]""");

        var error = result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(code, error.Message);
        error.Message.ShouldContain(message);
        result.Records.ShouldBe("""[{"k":2}]""");
    }

    [Theory]
    [InlineData("System.IO.File.ReadAllText(\"/etc/passwd\");", "functions do not have")]
    [InlineData("Environment.Exit(1);", "System.Environment")]
    [InlineData("var t = typeof(string).Assembly;", "System.Reflection.Assembly")]
    [InlineData("var t = r.GetType();", "System.Type")]
    [InlineData("dynamic d = r;", "dynamic")]
    [InlineData("new System.Threading.Thread(() => { }).Start();", "System.Threading.Thread")]
    [InlineData("System.Threading.Tasks.Task.Run(() => { });", "System.Threading.Tasks.Task")]
    [InlineData("var m = ((Action)(() => { })).Method;", "System.Reflection.MethodInfo")]
    [InlineData("var x = DateTime.UtcNow;", "the time is Now")]
    [InlineData("var x = Guid.NewGuid();", "the time is Now")]
    [InlineData("var x = Random.Shared.Next();", "System.Random")]
    [InlineData("again: goto again;", "goto")]
    [InlineData("__Limits.Watch(() => true);", "kept for the platform")]
    [InlineData("System.Runtime.InteropServices.Marshal.AllocHGlobal(1);", "System.Runtime.InteropServices.Marshal")]
    [InlineData("return missing;", "does not compile")]
    public void Refuses_what_functions_may_not_use(string body, string message)
    {
        var problem = Steps.Problems(Step($"object? Transform(JsonObject r) {{\n{body}\nreturn r; }}")).ShouldHaveSingleItem();

        problem.Path.ShouldBe("$.transformations.code");
        problem.Message.ShouldContain(message);
        problem.Message.ShouldContain("line 2");
    }

    [Theory]
    [InlineData("object? Other(JsonObject r) => r;", "must define one method")]
    [InlineData("int Transform(JsonObject r) => 1;", "must define one method")]
    [InlineData("int seen; object? Transform(JsonObject r) => r;", "from record to record")]
    [InlineData("static int Seen { get; set; } object? Transform(JsonObject r) => r;", "from record to record")]
    [InlineData("class A { public static int N; } object? Transform(JsonObject r) => r;", "from record to record")]
    [InlineData("class A { ~A() { } } object? Transform(JsonObject r) => r;", "finalizer")]
    [InlineData("object? Transform(JsonObject r) => r; } class Other {", "a brace too many")]
    [InlineData("using System.IO; object? Transform(JsonObject r) => r;", "does not compile")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int getpid(); object? Transform(JsonObject r) => r;", "unsafe")]
    public void Refuses_code_that_is_no_function(string code, string message) =>
        Steps.Problems(Step(code)).ShouldHaveSingleItem().Message.ShouldContain(message);

    [Fact]
    public void Gives_a_call_up_that_does_not_come_back()
    {
        const string Code = """object? Transform(JsonObject r) { r["k"] = Enumerable.Repeat(1, int.MaxValue).Concat(Enumerable.Repeat(1, int.MaxValue)).Select(Math.Abs).Where(int.IsNegative).Count(); return r; }""";

        Should.Throw<ConnectorException>(() => Steps.Run(Step(Code, timeoutMs: 100), """[{"k":1}]""")).Message.ShouldContain("did not come back");
    }

    [Fact]
    public void What_it_keeps_at_hand_is_made_within_its_limits() => Run(
        """
        static readonly Dictionary<string, decimal> Rates = new() { ["EU"] = 0.2m };
        readonly Func<string, decimal> rate = region => Rates[region];
        object? Transform(JsonObject r) { r["rate"] = rate((string)r["region"]!); return r; }
        """,
        """[{"region":"EU"}]""",
        """[{"name":"rate","type":"decimal"}]""").Records.ShouldBe("""[{"region":"EU","rate":0.2}]""");

    [Fact]
    public void Is_off_unless_it_is_allowed()
    {
        var problems = new Problems();
        var step = JsonDocument.Parse(Step("object? Transform(JsonObject r) => r;")).RootElement;

        new TransformationCompiler(TimeProvider.System).Compile(step, null, "$.transformations", problems).ShouldBeNull();

        var problem = problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe("$.transformations.language");
        problem.Message.ShouldContain("DATAAGGREGATOR_ALLOW_CSHARP_FUNCTIONS=true");
    }

    [Theory]
    [InlineData("""[{"type":"custom_function","language":"csharp"}]""", "$[0]")]
    [InlineData("""{"transformations":[{"type":"conditional","then":[{"type":"Custom Function","language":" CSHARP "}]}]}""", "$.transformations[0].then[0]")]
    [InlineData("""[{"type":"custom_function","language":"csharp","language":"javascript"}]""", "$[0]")]
    [InlineData("""[{"type":"${t}","language":"${l}"}]""", "$[0]")]
    [InlineData("""[{"type":"custom_function","language":"javascript"},{"type":"custom_function"},{"type":"sort","language":"csharp"}]""", null)]
    public void Is_found_wherever_it_stands(string document, string? path) =>
        CSharpFunctions.Find(JsonDocument.Parse(document).RootElement, "$").ShouldBe(path is null ? [] : [path]);

    [Fact]
    public void Its_code_is_closed_to_placeholders()
    {
        var step = JsonDocument.Parse("""{"type":"custom_function","language":"csharp","code":"a ${x} b","timeout_ms":"${x}"}""").RootElement;

        var (filled, missing) = Placeholders.Fill(step, _ => "5");

        filled.GetProperty("code").GetString().ShouldBe("a ${x} b");
        filled.GetProperty("timeout_ms").GetString().ShouldBe("5");
        missing.ShouldBeEmpty();
    }

    private static StepsResult Run(string code, string records, string outputFields = "[]") => Steps.Run(Step(code, outputFields), records);

    private static string Step(string code, string outputFields = "[]", int timeoutMs = 2_000) => new JsonObject
    {
        ["type"] = "custom_function",
        ["language"] = "csharp",
        ["code"] = code,
        ["timeout_ms"] = timeoutMs,
        ["output_fields"] = JsonNode.Parse(outputFields),
    }.ToJsonString();
}
