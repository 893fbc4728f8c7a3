using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class PhoneTests
{
    [Theory]
    [InlineData("+14155552671", true)]
    [InlineData("+6834000", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+123456", false)]
    [InlineData("+04155552671", false)]
    [InlineData("14155552671", false)]
    [InlineData("+1 415 555 2671", false)]
    [InlineData("++14155552671", false)]
    [InlineData("+", false)]
    [InlineData("", false)]
    [InlineData("+1415555267a", false)]
    [InlineData("+١٤١٥٥٥٥٢٦٧١", false)]
    public void Knows_e164(string number, bool valid) => Accepts("e164", number).ShouldBe(valid);

    [Theory]
    [InlineData("123-456-7890", true)]
    [InlineData("(123) 456-7890", true)]
    [InlineData("030/123456", true)]
    [InlineData("01 23 45 67 89", true)]
    [InlineData("415.555.2671", true)]
    [InlineData("12345", true)]
    [InlineData("1234", false)]
    [InlineData("1234567890123456", false)]
    [InlineData("+1 415 555 2671", false)]
    [InlineData("123--456-7890", false)]
    [InlineData("-123-456-7890", false)]
    [InlineData("123-456-7890-", false)]
    [InlineData(" 123-456-7890", false)]
    [InlineData("(123 456-7890", false)]
    [InlineData("123) 456-7890", false)]
    [InlineData("() 1234567", false)]
    [InlineData("(123)(456)7890", false)]
    [InlineData("call me", false)]
    public void Knows_national_numbers(string number, bool valid) => Accepts("national", number).ShouldBe(valid);

    [Theory]
    [InlineData("+1 (415) 555-2671", true)]
    [InlineData("+49 (0)30 123456", true)]
    [InlineData("+(49) 30 123456", false)]
    [InlineData("+49  30 123456", false)]
    [InlineData("0049 30 123456", false)]
    public void Knows_international_numbers(string number, bool valid) => Accepts("international", number).ShouldBe(valid);

    [Theory]
    [InlineData("+14155552671", true)]
    [InlineData("(415) 555-2671", true)]
    [InlineData("+0155552671", false)]
    public void Takes_any_of_them(string number, bool valid) => Accepts("any", number).ShouldBe(valid);

    [Theory]
    [InlineData("4155552671", null)]
    [InlineData("41555.5", null)]
    [InlineData("-4155552671", "invalid_phone")]
    [InlineData("true", "invalid_phone")]
    [InlineData("[4155552671]", "invalid_phone")]
    public void Takes_a_number_for_its_digits(string value, string? code) => Rules.Check("phone", "{}", value).ShouldBe(code);

    private static bool Accepts(string format, string number) => Rules.CheckText("phone", $$"""{"format":"{{format}}"}""", number) is null;
}
