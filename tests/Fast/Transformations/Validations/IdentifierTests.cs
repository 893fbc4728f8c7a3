using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class IdentifierTests
{
    // The examples of RFC 9562, appendix A.
    [Theory]
    [InlineData(1, "C232AB00-9414-11EC-B3C8-9F6BDECED846")]
    [InlineData(3, "5df41881-3aed-3515-88a7-2f4a814cf09e")]
    [InlineData(4, "919108f7-52d1-4320-9bac-f847db4148a8")]
    [InlineData(5, "2ed6657d-e927-568b-95e1-2665a8aea6a2")]
    [InlineData(6, "1EC9414C-232A-6B00-B3C8-9F6BDECED846")]
    [InlineData(7, "017F22E2-79B0-7CC3-98C4-DC0C0C07398F")]
    [InlineData(8, "2489E9AD-2EE2-8E00-8EC9-32D5F69181C0")]
    public void Knows_the_versions_of_uuids(int version, string uuid)
    {
        Rules.CheckText("uuid", "{}", uuid).ShouldBeNull();
        Rules.CheckText("uuid", $$"""{"versions":[{{version}}]}""", uuid).ShouldBeNull();
        Rules.CheckText("uuid", $$"""{"versions":[{{(version % 8) + 1}}]}""", uuid).ShouldBe("wrong_uuid_version");
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", null)]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", null)]
    [InlineData("", "invalid_uuid")]
    [InlineData("919108f752d143209bacf847db4148a8", "invalid_uuid")]
    [InlineData("{919108f7-52d1-4320-9bac-f847db4148a8}", "invalid_uuid")]
    [InlineData("919108f7-52d1-4320-9bac-f847db4148ag", "invalid_uuid")]
    [InlineData("919108f7-52d1-4320-9bac-f847db4148a", "invalid_uuid")]
    [InlineData("919108f75-2d1-4320-9bac-f847db4148a8", "invalid_uuid")]
    [InlineData("919108f7-52d1-4320-9bac-f847db4148a8 ", "invalid_uuid")]
    public void Knows_what_is_a_uuid(string uuid, string? code) => Rules.CheckText("uuid", "{}", uuid).ShouldBe(code);

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("919108f7-52d1-4320-cbac-f847db4148a8")]
    public void A_version_means_nothing_outside_the_variant(string uuid) => Rules.CheckText("uuid", """{"versions":[1,2,3,4,5,6,7,8]}""", uuid).ShouldBe("wrong_uuid_version");

    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("192.0.2.256", false)]
    [InlineData("192.0.2", false)]
    [InlineData("192.0.2.1.1", false)]
    [InlineData("192.0.02.1", false)]
    [InlineData("192.0.2.", false)]
    [InlineData(".192.0.2", false)]
    [InlineData("0x7f.0.0.1", false)]
    [InlineData("1", false)]
    [InlineData("192.0.2.1 ", false)]
    [InlineData("192.0.2.-1", false)]
    [InlineData("", false)]
    [InlineData("::1", false)]
    public void Knows_version_4_addresses(string address, bool valid) => AcceptsIp("v4", "forbidden", address).ShouldBe(valid);

    // Most are examples of RFC 4291, section 2.2.
    [Theory]
    [InlineData("ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", true)]
    [InlineData("2001:DB8:0:0:8:800:200C:417A", true)]
    [InlineData("2001:DB8::8:800:200C:417A", true)]
    [InlineData("FF01::101", true)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("1::", true)]
    [InlineData("0:0:0:0:0:0:13.1.68.3", true)]
    [InlineData("::FFFF:129.144.52.38", true)]
    [InlineData("1:2:3:4:5:6:7::", true)]
    [InlineData("1:2:3:4:5:6:7:8::", false)]
    [InlineData("1:2:3:4:5:6:7", false)]
    [InlineData("1:2:3:4:5:6:7:8:9", false)]
    [InlineData("1::2::3", false)]
    [InlineData(":::", false)]
    [InlineData(":1", false)]
    [InlineData("1:", false)]
    [InlineData("12345::", false)]
    [InlineData("g::1", false)]
    [InlineData("::1.2.3", false)]
    [InlineData("1.2.3.4::", false)]
    [InlineData("::1.2.3.4:5", false)]
    [InlineData("fe80::1%eth0", false)]
    [InlineData("[::1]", false)]
    [InlineData("192.0.2.1", false)]
    public void Knows_version_6_addresses(string address, bool valid) => AcceptsIp("v6", "forbidden", address).ShouldBe(valid);

    [Theory]
    [InlineData("any", "forbidden", "10.0.0.0/8", false)]
    [InlineData("any", "allowed", "10.0.0.0/8", true)]
    [InlineData("any", "allowed", "10.0.0.0", true)]
    [InlineData("any", "required", "10.0.0.0", false)]
    [InlineData("any", "required", "10.0.0.0/0", true)]
    [InlineData("any", "required", "10.0.0.0/33", false)]
    [InlineData("any", "required", "10.0.0.0/08", false)]
    [InlineData("any", "required", "10.0.0.0/", false)]
    [InlineData("any", "required", "2001:db8::/32", true)]
    [InlineData("any", "required", "2001:db8::/128", true)]
    [InlineData("any", "required", "2001:db8::/129", false)]
    [InlineData("v4", "allowed", "2001:db8::/32", false)]
    [InlineData("v6", "allowed", "10.0.0.0/8", false)]
    public void Knows_networks(string version, string cidr, string text, bool valid) => AcceptsIp(version, cidr, text).ShouldBe(valid);

    private static bool AcceptsIp(string version, string cidr, string text) => Rules.CheckText("ip", $$"""{"version":"{{version}}","cidr":"{{cidr}}"}""", text) is null;
}
