using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Operations;

public sealed class MomentOperationTests
{
    [Theory]
    [InlineData("""{"format":"%d/%m/%y %I:%M %p"}""", "\"15/01/25 12:05 am\"", "\"2025-01-15T00:05:00\"")]
    [InlineData("""{"format":"%Y-%j"}""", "\"2024-366\"", "\"2024-12-31\"")]
    [InlineData("""{"format":"%s"}""", "\"0\"", "\"1970-01-01T00:00:00Z\"")]
    [InlineData("""{"format":"unix_milliseconds"}""", "1736937000123", "\"2025-01-15T10:30:00.123Z\"")]
    [InlineData("""{"format":"d. MMMM yyyy"}""", "\"5. march 2025\"", "\"2025-03-05\"")]
    [InlineData("""{"format":"EEE, dd MMM yyyy HH:mm:ss xxx"}""", "\"Wed, 15 Jan 2025 10:30:00 +01:00\"", "\"2025-01-15T09:30:00Z\"")]
    [InlineData("""{"format":"yyyy-MM-dd'T'HH:mm:ss.FFFK"}""", "\"2025-01-15T10:30:00.5Z\"", "\"2025-01-15T10:30:00.5Z\"")]
    [InlineData("""{"format":"HH:mm"}""", "\"23:59\"", "\"23:59:00\"")]
    [InlineData("""{"format":"yyyyMMdd","type":"timestamp"}""", "20250115", "\"2025-01-15T00:00:00Z\"")]
    [InlineData("""{"formats":["yyyy-MM-dd","dd.MM.yyyy"]}""", "\"15.01.2025\"", "\"2025-01-15\"")]
    [InlineData("{}", "\"2025-01-15T10:30:00+05:30\"", "\"2025-01-15T05:00:00Z\"")]
    [InlineData("""{"format":"yyyy-MM-dd HH:mm","time_zone":"Europe/Berlin"}""", "\"2025-03-30 02:30\"", "\"2025-03-30T01:30:00Z\"")]
    [InlineData("""{"format":"yyyy-MM-dd HH:mm","time_zone":"Europe/Berlin"}""", "\"2025-10-26 02:30\"", "\"2025-10-26T00:30:00Z\"")]
    [InlineData("""{"format":"yyyy-MM-dd HH:mm","time_zone":"W. Europe Standard Time","overlap":"last"}""", "\"2025-10-26 02:30\"", "\"2025-10-26T01:30:00Z\"")]
    [InlineData("""{"format":"yyyy-MM-dd HH:mm","time_zone":"-03:30"}""", "\"2025-10-26 02:30\"", "\"2025-10-26T06:00:00Z\"")]
    public void Parses(string parameters, string before, string after) => OperationRuns.ShouldGive("parse_date", parameters, before, after);

    [Theory]
    [InlineData("""{"format":"yyyy-MM-dd"}""", "\"2025-02-29\"", "not_a_date")]
    [InlineData("""{"format":"yyyy-MM-dd"}""", "\"2025-01-15 \"", "not_a_date")]
    [InlineData("""{"format":"hh:mm tt"}""", "\"13:00 PM\"", "not_a_date")]
    [InlineData("""{"format":"yyyy-MM-dd HH:mm","time_zone":"Europe/Berlin","gap":"reject"}""", "\"2025-03-30 02:30\"", "no_such_local_time")]
    [InlineData("""{"format":"yyyy-MM-dd HH:mm","time_zone":"Europe/Berlin","overlap":"reject"}""", "\"2025-10-26 02:30\"", "no_such_local_time")]
    public void Rejects(string parameters, string value, string code) => OperationRuns.ShouldReject("parse_date", parameters, value, code);

    [Theory]
    [InlineData("date_add", """{"amount":-1,"unit":"years"}""", "\"2024-02-29\"", "\"2023-02-28\"")]
    [InlineData("date_add", """{"amount":90,"unit":"minutes"}""", "\"23:00\"", "\"00:30:00\"")]
    [InlineData("date_add", """{"amount":36,"unit":"hours"}""", "\"2025-01-15T10:00:00Z\"", "\"2025-01-16T22:00:00Z\"")]
    [InlineData("date_diff", """{"other":"2025-01-31","unit":"months"}""", "\"2025-02-28\"", "1")]
    [InlineData("date_diff", """{"other":"2025-01-31","unit":"months"}""", "\"2025-02-27\"", "0")]
    [InlineData("date_diff", """{"other":"2025-03-15","unit":"years"}""", "\"2000-03-16\"", "-24")]
    [InlineData("date_diff", """{"other":"2025-01-15T12:00:00","unit":"hours"}""", "\"2025-01-15T10:30:00Z\"", "-1")]
    [InlineData("date_diff", """{"other":"current_date"}""", "\"2025-01-10\"", "-6")]
    [InlineData("date_truncate", """{"unit":"weeks"}""", "\"2025-01-15\"", "\"2025-01-13\"")]
    [InlineData("date_truncate", """{"unit":"weeks"}""", "\"1969-12-28T10:00:00\"", "\"1969-12-22T00:00:00\"")]
    [InlineData("date_truncate", """{"unit":"days","time_zone":"Europe/Berlin"}""", "\"2025-01-15T23:30:00Z\"", "\"2025-01-15T23:00:00Z\"")]
    [InlineData("date_truncate", """{"unit":"hours","time_zone":"Europe/Berlin"}""", "\"2025-10-26T00:30:00Z\"", "\"2025-10-26T00:00:00Z\"")]
    [InlineData("date_truncate", """{"unit":"hours","time_zone":"Europe/Berlin"}""", "\"2025-10-26T01:30:00Z\"", "\"2025-10-26T01:00:00Z\"")]
    [InlineData("date_truncate", """{"unit":"years"}""", "\"2025-10-26\"", "\"2025-01-01\"")]
    [InlineData("convert_timezone", """{"from":"America/New_York"}""", "\"2025-07-01T08:00:00\"", "\"2025-07-01T12:00:00Z\"")]
    [InlineData("convert_timezone", """{"from":"America/New_York","to":"Asia/Kolkata"}""", "\"2025-07-01T08:00:00\"", "\"2025-07-01T17:30:00+05:30\"")]
    [InlineData("to_timezone", """{"to":"UTC"}""", "\"2025-07-01T08:00:00+02:00\"", "\"2025-07-01T06:00:00Z\"")]
    [InlineData("format_date", """{"format":"%A, %-d %B %Y, %H:%M:%S.%f"}""", "\"2025-01-05T10:30:00.25Z\"", "\"Sunday, 5 January 2025, 10:30:00.250000\"")]
    [InlineData("format_date", """{"format":"unix_seconds"}""", "\"1969-12-31T23:59:59.5Z\"", "\"-1\"")]
    [InlineData("format_date", """{"format":"h:mm tt"}""", "\"00:05\"", "\"12:05 AM\"")]
    public void Gives(string operation, string parameters, string before, string after) => OperationRuns.ShouldGive(operation, parameters, before, after);

    [Theory]
    [InlineData("date_add", """{"amount":1,"unit":"hours"}""", "\"2025-01-15\"", "wrong_date_kind")]
    [InlineData("date_add", """{"amount":8000,"unit":"years"}""", "\"2025-01-15\"", "date_out_of_range")]
    [InlineData("date_add", """{"amount":2147483647,"unit":"weeks"}""", "\"2025-01-15\"", "date_out_of_range")]
    [InlineData("date_diff", """{"other":"2025-01-15"}""", "\"10:30\"", "wrong_date_kind")]
    [InlineData("format_date", """{"format":"zzz"}""", "\"2025-01-15T00:00:00\"", "wrong_date_kind")]
    [InlineData("format_date", """{"format":"yyyy"}""", "\"15.01.2025\"", "not_a_date")]
    [InlineData("convert_timezone", """{"to":"UTC"}""", "\"2025-07-01T08:00:00\"", "no_time_zone")]
    public void Cannot_take(string operation, string parameters, string value, string code) => OperationRuns.ShouldReject(operation, parameters, value, code);

    [Theory]
    [InlineData("parse_date", """{"format":"YYYY-MM-DD"}""", "parameters.format", "'YYYY' is not a known field. Did you mean 'yyyy'?")]
    [InlineData("parse_date", """{"format":"MM-dd"}""", "parameters.format", "has no year")]
    [InlineData("parse_date", """{"format":"yyyy-MM-dd hh:mm"}""", "parameters.format", "AM or PM")]
    [InlineData("parse_date", """{"format":"%Q"}""", "parameters.format", "'%Q' is not a known field")]
    [InlineData("parse_date", """{"format":"yyyy","formats":["yyyy"]}""", "parameters.formats", "stands beside format")]
    [InlineData("parse_date", """{"time_zone":"Europe/Berln"}""", "parameters.time_zone", "Did you mean 'Europe/Berlin'?")]
    [InlineData("date_diff", "{}", "parameters", "one of other_field and other")]
    [InlineData("date_diff", """{"other":"soon"}""", "parameters.other", "is no date")]
    [InlineData("date_truncate", """{"unit":"day"}""", "parameters.unit", "Did you mean 'days'?")]
    [InlineData("convert_timezone", "{}", "parameters", "from, to or both")]
    public void Refuses(string operation, string parameters, string path, string message) => OperationRuns.ShouldRefuse(operation, parameters, path, message);
}
