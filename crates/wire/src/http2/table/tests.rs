use super::*;

/// The fields of a block, as `name: value`.
fn fields(table: &mut Table, block: &[u8]) -> Result<Vec<String>, Malformed> {
    let mut fields = Vec::new();
    table.decode(block, |line| {
        let (name, value) = (line.name()?, line.value()?);
        fields.push(format!("{}: {}", name.escape_ascii(), value.escape_ascii()));
        Ok(())
    })?;
    Ok(fields)
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// The entries and the size of the dynamic table.
fn entries(table: &Table) -> (Vec<String>, usize) {
    let entries = table.entries.iter();
    let text = entries.map(|entry| format!("{}: {}", entry.name.escape_ascii(), entry.value.escape_ascii()));
    (text.collect(), table.size)
}

#[test]
fn each_form_of_appendix_c_2() {
    let mut table = Table::default();
    let block = hex("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572");
    assert_eq!(fields(&mut table, &block).unwrap(), ["custom-key: custom-header"]);
    assert_eq!(entries(&table), (vec!["custom-key: custom-header".to_owned()], 55));

    let mut table = Table::default();
    let block = hex("040c 2f73 616d 706c 652f 7061 7468");
    assert_eq!(fields(&mut table, &block).unwrap(), [":path: /sample/path"]);
    let block = hex("1008 7061 7373 776f 7264 0673 6563 7265 74");
    assert_eq!(fields(&mut table, &block).unwrap(), ["password: secret"]);
    assert_eq!(fields(&mut table, &[0x82]).unwrap(), [":method: GET"]);
    assert_eq!(table.size(), 0);
}

/// Appendix C.3 has the requests plain, C.4 has the same in Huffman code.
#[test]
fn the_requests_of_appendix_c_3_and_c_4() {
    let plain = [
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    ];
    let coded = [
        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
        "8286 84be 5886 a8eb 1064 9cbf",
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
    ];
    for blocks in [plain, coded] {
        let mut table = Table::default();
        let all = blocks.map(|block| fields(&mut table, &hex(block)).unwrap());
        let first = [
            ":method: GET",
            ":scheme: http",
            ":path: /",
            ":authority: www.example.com",
        ];
        assert_eq!(all[0], first);
        assert_eq!(all[1], [&first[..], &["cache-control: no-cache"]].concat());
        assert_eq!(
            all[2],
            [
                ":method: GET",
                ":scheme: https",
                ":path: /index.html",
                ":authority: www.example.com",
                "custom-key: custom-value",
            ]
        );
        let (kept, size) = entries(&table);
        assert_eq!(
            kept,
            [
                "custom-key: custom-value",
                "cache-control: no-cache",
                ":authority: www.example.com",
            ]
        );
        assert_eq!(size, 164);
    }
}

/// Appendix C.5 has the responses plain, C.6 in Huffman code; the table holds 256 bytes, so entries are evicted.
#[test]
fn the_responses_of_appendix_c_5_and_c_6() {
    let plain = [
        "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d \
         546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "4803 3330 37c1 c0bf",
        "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f \
         6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b \
         2076 6572 7369 6f6e 3d31",
    ];
    let coded = [
        "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 \
         8f0b 97c8 e9ae 82ae 43d3",
        "4883 640e ffc1 c0bf",
        "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 \
         dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07",
    ];
    for blocks in [plain, coded] {
        let mut table = Table::default();
        table.decode(&hex("3fe1 01"), |_| Ok(())).unwrap();
        assert_eq!(table.capacity, 256);
        let all = blocks.map(|block| fields(&mut table, &hex(block)).unwrap());
        assert_eq!(all[0][0], ":status: 302");
        assert_eq!(
            all[1],
            [
                ":status: 307",
                "cache-control: private",
                "date: Mon, 21 Oct 2013 20:13:21 GMT",
                "location: https://www.example.com",
            ]
        );
        let cookie = "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";
        assert_eq!(all[2][5], cookie);
        let (kept, size) = entries(&table);
        assert_eq!(
            kept,
            [cookie, "content-encoding: gzip", "date: Mon, 21 Oct 2013 20:13:22 GMT"]
        );
        assert_eq!(size, 215);
    }
}

#[test]
fn a_clone_keeps_what_the_table_was() {
    let mut table = Table::default();
    fields(&mut table, &hex("4001 6101 62")).unwrap();
    let before = table.clone();
    fields(&mut table, &hex("4001 6301 64")).unwrap();
    fields(&mut table, &[0x20]).unwrap();
    assert_eq!(table.size(), 0);
    assert_eq!(entries(&before).0, ["a: b"]);
}

#[test]
fn broken_blocks_are_refused() {
    for (block, error) in [
        ("80", Malformed::ZeroIndex),
        ("be", Malformed::UnknownIndex),
        ("41", Malformed::Ends),
        ("4103 6162", Malformed::Ends),
        ("7fff ffff ff7f", Malformed::LargeInteger),
        ("4001 61 81 00", Malformed::Huffman),
        ("8220", Malformed::LateResize),
        ("3fe2 1f", Malformed::LargeResize),
    ] {
        assert_eq!(fields(&mut Table::default(), &hex(block)), Err(error), "{block}");
    }
    // Both sizes at once: down and up again (RFC 7541, section 4.2).
    assert_eq!(
        fields(&mut Table::default(), &hex("203f e11f 82")).unwrap(),
        [":method: GET"]
    );
}
