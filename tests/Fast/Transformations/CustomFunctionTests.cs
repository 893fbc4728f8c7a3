using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class CustomFunctionTests
{
    [Fact]
    public void Gives_a_record_none_or_several()
    {
        var result = Run(
            """
            function transform(record) {
              if (record.n === 0) return null;
              return Array.from({ length: record.n }, (_, i) => ({ ...record, i }));
            }
            """,
            """[{"n":0,"k":"a"},{"n":1,"k":"b"},{"n":3,"k":"c"}]""",
            """[{"name":"i","type":"int64"}]""");

        result.Records.ShouldBe("""[{"n":1,"k":"b","i":0},{"n":3,"k":"c","i":0},{"n":3,"k":"c","i":1},{"n":3,"k":"c","i":2}]""");
        (result.Counts[0].Filtered, result.Counts[0].Added).ShouldBe((1, 2));
    }

    [Theory]
    [InlineData("return record;")]
    [InlineData("return {...record};")]
    [InlineData("record.extra = 1; delete record.extra; return record;")]
    [InlineData("return JSON.parse(JSON.stringify(record));")]
    public void What_it_leaves_alone_keeps_every_digit(string body)
    {
        const string Records = """[{"money":2.50,"id":12345678901234567890123,"big":9007199254740993,"text":"é \"q\" \u0001","flag":false,"nothing":null,"deep":{"id":98765432109876543210,"list":[1.50,"x",null,{"a":1e2}]}},{"money":0.10}]""";

        var result = Run($"function transform(record) {{ {body} }}", Records);

        result.Records.ShouldBe(Steps.Run("[]", Records).Records);
    }

    [Fact]
    public void Fields_of_every_type_come_back_as_they_were()
    {
        using var input = TypedBatch();
        var before = JsonRecords.Write(input);

        Steps.Run(Step("function transform(record) { return record; }", "[]"), input).Records.ShouldBe(before);
    }

    [Fact]
    public void Numbers_of_more_than_15_digits_are_texts_and_may_be_given_as_texts() =>
        Run(
            "function transform(r) { return { ...r, kind: typeof r.id, next: r.id.slice(0, -1) + '4', small: typeof r.small }; }",
            """[{"id":12345678901234567890123,"small":123456789012345}]""",
            """[{"name":"kind","type":"string"},{"name":"next","type":"decimal"},{"name":"small","type":"string"}]""")
            .Records.ShouldBe("""[{"id":12345678901234567890123,"small":"number","kind":"string","next":12345678901234567890124}]""");

    [Theory]
    [InlineData("string", "'x'", "\"x\"")]
    [InlineData("int64", "41 + 1", "42")]
    [InlineData("decimal", "0.1", "0.1")]
    [InlineData("double", "0.5", "0.5")]
    [InlineData("bool", "1 < 2", "true")]
    [InlineData("date", "'2025-01-15'", "\"2025-01-15\"")]
    [InlineData("timestamp", "new Date(0)", "\"1970-01-01T00:00:00Z\"")]
    [InlineData("json", "({ a: [1, { b: null }] })", """{"a":[1,{"b":null}]}""")]
    [InlineData("json", "undefined", null)]
    [InlineData("string", "null", "null")]
    public void Makes_fields_of_the_types_declared(string type, string expression, string? expected) =>
        Run($"function transform(r) {{ r.x = {expression}; return r; }}", """[{"k":1}]""", $$"""[{"name":"x","type":"{{type}}"}]""")
            .Records.ShouldBe(expected is null ? """[{"k":1}]""" : $$$"""[{"k":1,"x":{{{expected}}}}]""");

    [Theory]
    [InlineData("return 5;", "custom_function_result", "a list of records")]
    [InlineData("return [record, 5];", "custom_function_result", "a list of records")]
    [InlineData("return () => 1;", "custom_function_result", "a list of records")]
    [InlineData("record.x = 1; return record;", "custom_function_result", "'x' that the records do not have")]
    [InlineData("record.k = 'a'; return record;", "custom_function_result", "'k' that is not int64")]
    [InlineData("record.k = 1.5; return record;", "custom_function_result", "'k' that is not int64")]
    [InlineData("throw new Error('no such customer');", "custom_function_failed", "no such customer")]
    [InlineData("throw 'plain';", "custom_function_failed", "plain")]
    [InlineData("return record.none.inner;", "custom_function_failed", "inner")]
    [InlineData("undeclared = 1; return record;", "custom_function_failed", "undeclared")]
    public void A_record_that_it_fails_on_is_rejected_with_the_reason(string body, string code, string message)
    {
        var result = Run($"function transform(record) {{ if (record.k === 2) return record; {body} }}", """[{"k":1},{"k":2}]""");

        var error = result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(message);
        result.Rejected[0].Ordinal.ShouldBe(100);
        result.Records.ShouldBe("""[{"k":2}]""");
    }

    [Theory]
    [InlineData("function other(r) { return r; }", "must define function transform")]
    [InlineData("function transform(r) { return r }}", "is no JavaScript")]
    [InlineData("let seen = 0; function transform(r) { return r; }", "functions and constants outside")]
    [InlineData("const seen = new Map(); function transform(r) { return r; }", "functions and constants outside")]
    [InlineData("const now = Date.now(); function transform(r) { return r; }", "functions and constants outside")]
    [InlineData("class A {} function transform(r) { return r; }", "functions and constants outside")]
    [InlineData("while (true); function transform(r) { return r; }", "functions and constants outside")]
    [InlineData("function transform(r) { return 1n; }", "BigInt")]
    [InlineData("async function transform(r) { return r; }", "nothing to wait for")]
    [InlineData("function transform(r) { return import('fs'); }", "nothing to wait for")]
    [InlineData("function transform(r) { return f`x`; }", "tagged template")]
    [InlineData("function transform(r) { return __aggregator_check(r); }", "kept for the sandbox")]
    [InlineData("}); (function () { function transform(r) { return r; }", "is no JavaScript")]
    public void Refuses_code_that_cannot_be_kept_in_bounds(string code, string message)
    {
        var problem = Steps.Problems(Step(code, "[]")).ShouldHaveSingleItem();

        problem.Path.ShouldBe("$.transformations.code");
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void Refuses_code_that_is_nested_too_deep() =>
        Steps.Problems(Step($"function transform(r) {{ return {new string('(', 20_000)}r{new string(')', 20_000)}; }}", "[]")).ShouldHaveSingleItem().Path.ShouldBe("$.transformations.code");

    [Fact]
    public void Constants_and_other_functions_stand_beside_it() =>
        Run(
            "const rates = { EU: 0.2, list: [1, -2, /x/, `t`] }; const add = (a, b) => a + b; function rate(r) { return rates[r]; }; function transform(r) { r.rate = add(rate(r.region), 0.05); return r; }",
            """[{"region":"EU"}]""", """[{"name":"rate","type":"decimal"}]""").Records.ShouldBe("""[{"region":"EU","rate":0.25}]""");

    [Fact]
    public void Operators_keep_their_meaning() =>
        Run(
            "function transform(r) { let t = 'a' + 1 + 2 + `${1 + 2}${r.k}`; t += 1 + 1; let n = (1 + 2) * 3; n += n + +'4'; const f = (x) => x + 1; return { k: f(n), t: t + (t + 'z') }; }",
            """[{"k":7}]""", """[{"name":"t","type":"string"}]""").Records.ShouldBe("""[{"k":23,"t":"a12372a12372z"}]""");

    [Fact]
    public void The_builtins_keep_their_meaning() =>
        Steps.ShouldBeJson(Run(
            """
            function transform(r) {
              return { t: ['ab'.repeat(2), 'x'.padStart(3), 'x'.padEnd(3, 'yz'), 'a'.concat(1, null), [1, null, [2, 3]].join('-'), 'a.b.c'.replace('.', '$&$&'), 'a.b.c'.replaceAll('.', ''),
                'aXbX'.replace(/x/gi, m => m + '!'), 'John Smith'.replace(/(\w+) (\w+)/, '$2, $1'), encodeURIComponent('ä b'), JSON.stringify({ a: [1, { b: 2, c: 3 }], c: 4 }, ['a', 'c']), JSON.stringify([{ b: 'x' }], (k, v) => k === 'b' ? v + '!' : v, 1).length, '\u0041\u030a'.normalize('NFC').length, String([1, 2])].join('|') };
            }
            """,
            """[{"t":""}]""").Records, """[{"t":"abab|  x|xyz|a1null|1--2,3|a..b.c|abc|aX!bX!|Smith, John|%C3%A4%20b|{\"a\":[1,{\"c\":3}],\"c\":4}|21|1|1,2"}]""");

    [Theory]
    [InlineData("typeof System", "undefined")]
    [InlineData("typeof importNamespace", "undefined")]
    [InlineData("typeof require", "undefined")]
    [InlineData("typeof setTimeout", "undefined")]
    [InlineData("typeof Proxy + typeof Reflect + typeof ArrayBuffer + typeof Promise + typeof Atomics + typeof BigInt + typeof Function + typeof eval", "undefinedundefinedundefinedundefinedundefinedundefinedundefinedundefined")]
    [InlineData("typeof Math.random", "undefined")]
    [InlineData("new Date().toISOString()", "2025-01-16T08:00:00.750Z")]
    [InlineData("String(Date.now())", "1737014400750")]
    [InlineData("new Date(2025, 0, 1).toISOString()", "2025-01-01T00:00:00.000Z")]
    [InlineData("(1234.5).toLocaleString()", "1,234.5")]
    public void It_has_nothing_but_the_language_and_the_time_of_the_run(string expression, string expected) =>
        Run($"function transform(r) {{ r.t = {expression}; return r; }}", """[{"t":""}]""").Records.ShouldBe($$"""[{"t":"{{expected}}"}]""");

    [Theory]
    [InlineData("(() => {}).constructor('return 1')()")]
    [InlineData("(function* () {}).constructor('yield 1')().next()")]
    [InlineData("''.constructor.constructor('return this')()")]
    public void Code_from_text_is_refused(string expression) => Code($"return {expression};").ShouldBe("custom_function_failed");

    [Theory]
    [InlineData("Object.prototype.seen = 1")]
    [InlineData("Array.prototype.push = null")]
    [InlineData("globalThis.seen = 1")]
    [InlineData("transform.seen = 1")]
    [InlineData("table.seen = 1")]
    [InlineData("table.inner.push(1)")]
    [InlineData("[][Symbol.iterator]().__proto__.seen = 1")]
    [InlineData("(function* () {}).constructor.prototype.seen = 1")]
    [InlineData("String.prototype.repeat.seen = 1")]
    public void Nothing_is_kept_from_record_to_record(string statement) => Code($"{statement}; return r;", "const table = { inner: [] };").ShouldBe("custom_function_failed");

    [Theory]
    [InlineData("for (;;);")]
    [InlineData("while (true) {}")]
    [InlineData("do ; while (1)")]
    [InlineData("[3, 2, 1].sort(() => { for (;;); });")]
    [InlineData("try { for (;;); } catch { } finally { for (;;); }")]
    [InlineData("return { get k() { for (;;); } };")]
    [InlineData("return { toJSON() { for (;;); } };")]
    [InlineData("(function f() { f(); })()")]
    [InlineData("(function f() { try { f(); } finally { f(); } })()")]
    [InlineData("const o = { get a() { return o.a; } }; o.a;")]
    [InlineData("const a = []; for (;;) a.push('xxxxxxxxxxxxxxx');")]
    [InlineData("const o = {}; for (let i = 0; ; i++) o['k' + i] = i;")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) m.set(i, {});")]
    [InlineData("'x'.repeat(1e9)")]
    [InlineData("'x'.repeat({ valueOf: () => 1e9 })")]
    [InlineData("'x'.padStart(1e9)")]
    [InlineData("'x'.padEnd(1e9, 'abc')")]
    [InlineData("new Array(1e9).join('x')")]
    [InlineData("new Array(4e9).fill(1)")]
    [InlineData("Array.from({ length: 4e9 })")]
    [InlineData("Array(1000).fill('x'.repeat(1e5)).join('')")]
    [InlineData("String(Array(1000).fill('x'.repeat(1e5)))")]
    [InlineData("let s = 'xxxxxxxxxxxxxxxx'; for (let i = 0; i < 40; i++) s += s; s.charCodeAt(1);")]
    [InlineData("let s = 'xxxxxxxxxxxxxxxx'; for (;;) { try { for (;;) s = s + s; } catch { } }")]
    [InlineData("let s = 'x'; (s+=s+s+s+s+s+s+s+s, s+=s+s+s+s+s+s+s+s, s+=s+s+s+s+s+s+s+s, s+=s+s+s+s+s+s+s+s, s+=s+s+s+s+s+s+s+s, s+=s+s+s+s+s+s+s+s, s+=s+s+s+s+s+s+s+s, s+=s+s+s+s+s+s+s+s)")]
    [InlineData("let s = 'xxxxxxxxxxxxxxxx'; for (;;) s = `${s}${s}${s}${s}`;")]
    [InlineData("let s = 'x'; for (;;) s = s.concat(s, s, s);")]
    [InlineData("let s = '%'; for (;;) s = encodeURIComponent(s);")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; JSON.stringify(a);")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; String(a);")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return { a };")]
    [InlineData("let a = []; for (let i = 0; i < 2000; i++) a = [a]; JSON.stringify(a, null, 10);")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = a.concat(a);")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = [...a, ...a];")]
    [InlineData("'a'.repeat(50000).replaceAll('a', 'b'.repeat(50000))")]
    [InlineData("'a'.repeat(50000).replace(/a/g, 'b'.repeat(50000))")]
    [InlineData("'a'.repeat(50000).replace(/a/g, () => 'b'.repeat(50000))")]
    [InlineData("'a'.repeat(50000).replace(/a/g, \"$`\")")]
    [InlineData("/a/g[Symbol.replace]('a'.repeat(50000), 'b'.repeat(50000))")]
    [InlineData("'\\ufdfa'.repeat(500000).normalize('NFKD')")]
    [InlineData("let a = []; for (let i = 0; i < 500000; i++) a = [a]; String(a);")]
    [InlineData("let a = []; for (;;) a = [a];")]
    public void Whatever_it_does_ends_within_its_limits(string body) => Code($"{body}; return r;").ShouldBe("custom_function_limit");

    [Theory]
    [InlineData("let a = []; for (let i = 0; i < 5000; i++) a = [a]; JSON.stringify(a);")]
    [InlineData("let a = []; for (let i = 0; i < 20000; i++) a = [a]; a.flat(Infinity);")]
    [InlineData("let o = {}; for (let i = 0; i < 20000; i++) o = Object.create(o); o.missing;")]
    [InlineData("JSON.parse('['.repeat(100000) + ']'.repeat(100000));")]
    [InlineData("new RegExp('('.repeat(20000) + ')'.repeat(20000)).test('x');")]
    public void What_is_nested_deep_does_not_take_the_process_down(string body) =>
        Run($"function transform(r) {{ if (r.k === 1) {{ {body} }} return r; }}", """[{"k":1},{"k":2}]""").Records.ShouldEndWith("""{"k":2}]""");

    [Fact]
    public void A_pattern_that_takes_too_long_is_stopped() =>
        Code("r.k = /^(a+)+$/.test('a'.repeat(60) + 'b') ? 1 : 0; return r;").ShouldBe("regex_timeout");

    [Fact]
    public void Time_is_limited()
    {
        // A million statements end a plain loop first; one call of a builtin can take longer than the time allowed.
        var step = Step("function transform(r) { for (;;) { Array(500000).fill(1).sort((a, b) => a - b); } }", "[]", timeoutMs: 20, memoryMb: 256);

        Steps.Run(step, """[{"k":1}]""").Rejected[0].Errors[0].Message.ShouldContain("longer than 20 ms");
    }

    [Fact]
    public void A_function_that_keeps_hitting_its_limits_ends_the_run()
    {
        var records = new JsonArray([.. Enumerable.Range(0, 101).Select(i => (JsonNode)new JsonObject { ["k"] = i })]);

        Should.Throw<ConnectorException>(() => Run("function transform(r) { 'x'.repeat(1e9); }", records.ToJsonString())).Message.ShouldContain("more than 100 records");
    }

    [Theory]
    [InlineData("""{"type":"custom_function","code":"function transform(r) { return r; }","timeout_ms":0}""", "timeout_ms")]
    [InlineData("""{"type":"custom_function","code":"function transform(r) { return r; }","memory_mb":1000}""", "memory_mb")]
    [InlineData("""{"type":"custom_function","code":"function transform(r) { return r; }","output_fields":[{"name":"a","type":"text"}]}""", "output_fields[0].type")]
    [InlineData("""{"type":"custom_function","code":"function transform(r) { return r; }","output_fields":[{"name":"a","type":"json"},{"name":"a","type":"json"}]}""", "output_fields")]
    [InlineData("""{"type":"custom_function","code":"def transform(r): return r","language":"python"}""", "language")]
    public void Refuses_settings_that_mean_nothing(string step, string path) => Steps.Problems(step).ShouldHaveSingleItem().Path.ShouldBe($"$.transformations.{path}");

    /// <summary>The code that the first of two records is rejected with; the second, which the function leaves alone, must pass.</summary>
    private static string Code(string body, string constants = "")
    {
        var result = Run($"{constants} function transform(r) {{ if (r.k === 2) return r; {body} }}", """[{"k":1},{"k":2}]""");

        result.Records.ShouldBe("""[{"k":2}]""");
        return result.Rejected.ShouldHaveSingleItem().Errors[0].Code;
    }

    private static StepsResult Run(string code, string records, string outputFields = "[]") => Steps.Run(Step(code, outputFields), records);

    private static string Step(string code, string outputFields, int timeoutMs = 10_000, int memoryMb = 16) => new JsonObject
    {
        ["type"] = "custom_function",
        ["code"] = code,
        ["timeout_ms"] = timeoutMs,
        ["memory_mb"] = memoryMb,
        ["output_fields"] = JsonNode.Parse(outputFields),
    }.ToJsonString();

    private static RecordBatch TypedBatch()
    {
        var moments = new[] { DataType.Date, DataType.Time, DataType.Timestamp, DataType.LocalTimestamp }.Select(type =>
        {
            var builder = new FixedBuilder<long>(type);
            builder.Append(type == DataType.Time ? 86_399_999_999 : type == DataType.Date ? 20_103 : 1_736_937_000_123_456);
            return (ColumnBuilder)builder;
        });
        var doubles = new FixedBuilder<double>(DataType.Double);
        doubles.Append(0.1 + 0.2);
        var notNumber = new FixedBuilder<double>(DataType.Double);
        notNumber.Append(double.NaN);
        var binary = new BytesBuilder(DataType.Binary);
        binary.Append([0, 255, 128]);
        ColumnBuilder[] builders = [.. moments, doubles, notNumber, binary];
        return new RecordBatch(new Schema(builders.Select((builder, i) => new Field($"f{i}", builder.Type))), [.. builders.Select(builder => builder.Build())], 1);
    }
}
