//! Mail on its way to a real SMTP server: nothing is lost, and nothing that was acknowledged is sent twice.

use std::time::Duration;

use domain::id::MailId;
use domain::mail::MailKind;
use domain::people::EmailAddress;
use server::jobs::deliver_mail::deliver_due;
use server::mail::MailTransport;
use server::storage::outbox::{self, About, Recipient};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::engine::Engine;
use crate::house::{FAMILY, House, OutboxMail, at_once, written};
use crate::mail_server::{MailServer, certificate, compose, transport};

/// A mail to `local@mail.example`.
async fn write(house: &House, local: &str) -> MailId {
    let id = MailId::new(house.services.random.uuid(house.now()));
    let to = EmailAddress::parse(&format!("{local}@mail.example")).expect(local);
    let to = Recipient::AccountAt { account: house.account_id(FAMILY).await, to: &to };
    let mut db = house.services.database.write().await.expect("a transaction");
    outbox::add(&mut db, id, MailKind::OldAddress, to, About::Nothing, house.now()).await.expect("added");
    db.commit().await.expect("kept");
    id
}

/// Sends what is due, once.
async fn deliver(house: &House, transport: &MailTransport) -> u32 {
    deliver_due(&house.services, transport, &compose()).await.expect("delivered")
}

/// The only mail to `local@…`.
async fn mail(house: &House, local: &str) -> OutboxMail {
    let mut mails = house.mails().await;
    mails.retain(|mail| mail.to.starts_with(&format!("{local}@")));
    assert_eq!(mails.len(), 1, "{local}");
    mails.remove(0)
}

fn addresses(locals: &[&str]) -> Vec<String> {
    locals.iter().map(|local| format!("{local}@mail.example")).collect()
}

/// Until `done`, for ten seconds at most.
async fn wait_for(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !done().await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), waiting).await.expect(what);
}

on_both_engines! {
    /// Both parts, word for word, and the headers that a mail from a program has.
    async fn a_letter_arrives_whole(house: House) {
        let server = MailServer::start();
        let id = write(&house, "well").await;
        assert_eq!(deliver(&house, &server.transport()).await, 1);

        let accepted = server.accepted();
        assert_eq!(accepted.len(), 1);
        let mail = &accepted[0];
        assert_eq!(mail["sender"], "mail@book.example");
        assert_eq!(mail["recipients"], serde_json::json!(["well@mail.example"]));
        assert_eq!(mail["ascii"], true);
        let headers = &mail["headers"];
        assert_eq!(headers["from"], "愛在雲端 <mail@book.example>");
        assert_eq!(headers["to"], "well@mail.example");
        assert_eq!(headers["subject"], "愛在雲端：AddressChanged");
        assert_eq!(headers["date"], "Tue, 24 Nov 2026 01:00:00 +0000");
        assert_eq!(headers["message-id"], format!("<{id}@book.example>"));
        assert_eq!(headers["auto-submitted"], "auto-generated");
        assert_eq!(headers["mime-version"], "1.0");
        assert!(headers["content-type"].as_str().expect("a type").starts_with("multipart/alternative"));
        let parts = mail["parts"].as_array().expect("parts");
        assert_eq!(parts.len(), 2);
        for (part, kind, text) in [
            (&parts[0], "text/plain", "林美惠，您好：\n.\n..再見"),
            (&parts[1], "text/html", "<p>林美惠，您好：</p>"),
        ] {
            assert_eq!((part["type"].as_str(), part["charset"].as_str()), (Some(kind), Some("utf-8")));
            let arrived = part["text"].as_str().expect("text").replace("\r\n", "\n");
            assert_eq!(arrived.trim_end(), text);
        }
        let kept = self::mail(&house, "well").await;
        assert_eq!((kept.state.as_str(), kept.last_error), ("sent", None));
        house.pass_days(1);
        assert_eq!(deliver(&house, &server.transport()).await, 0);
    }

    /// Not taken now, broken off in the middle, never answered: each arrives once, when the server is
    /// well again.
    async fn what_was_not_taken_arrives_later(house: House) {
        let server = MailServer::start();
        let names = ["break", "hang", "later", "well"];
        for name in names {
            server.treat(name, name);
            write(&house, name).await;
        }
        server.treat("well", "accept");
        deliver(&house, &server.impatient()).await;
        assert_eq!(server.recipients(), addresses(&["well"]));
        for (name, reason) in
            [("break", "letter: broken off"), ("hang", "timeout"), ("later", "recipient: 451")]
        {
            let mail = mail(&house, name).await;
            assert_eq!((mail.state.as_str(), mail.tries), ("waiting", 1), "{name}");
            assert_eq!(mail.last_error.as_deref(), Some(reason));
        }
        server.get_well();
        house.pass_seconds(59);
        assert_eq!(deliver(&house, &server.transport()).await, 0);
        house.pass_seconds(1);
        assert_eq!(deliver(&house, &server.transport()).await, 3);
        house.pass_days(2);
        assert_eq!(deliver(&house, &server.transport()).await, 0);
        assert_eq!(server.recipients(), addresses(&names));
    }

    /// A server that is away loses nothing.
    async fn a_server_that_is_away_gets_its_mail_when_it_is_back(house: House) {
        write(&house, "well").await;
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound");
        let away = transport(&format!("smtp://{nobody}"), None, Duration::from_secs(1));
        for _ in 0..3 {
            deliver(&house, &away).await;
            house.pass_days(1);
        }
        let kept = mail(&house, "well").await;
        assert_eq!((kept.state.as_str(), kept.tries), ("waiting", 3));
        let server = MailServer::start();
        deliver(&house, &server.transport()).await;
        assert_eq!(server.recipients(), addresses(&["well"]));
    }

    /// The server said 250 and was gone before the good-bye: it has the letter, so it gets no second one.
    async fn what_was_acknowledged_is_not_sent_twice(house: House) {
        let server = MailServer::start();
        server.treat("bye", "bye");
        write(&house, "bye").await;
        deliver(&house, &server.transport()).await;
        assert_eq!(mail(&house, "bye").await.state, "sent");
        house.pass_days(2);
        deliver(&house, &server.transport()).await;
        assert_eq!(server.recipients(), addresses(&["bye"]));
    }

    /// Who is not there is not asked again; why is kept without the address.
    async fn a_refused_recipient_is_given_up_at_once(house: House) {
        let server = MailServer::start();
        for name in ["refuse", "full"] {
            server.treat(name, name);
            write(&house, name).await;
        }
        deliver(&house, &server.transport()).await;
        for (name, reason) in [("refuse", "recipient: 550"), ("full", "letter: 552")] {
            let mail = mail(&house, name).await;
            assert_eq!((mail.state.as_str(), mail.last_error.as_deref()), ("dead", Some(reason)));
        }
        server.get_well();
        house.pass_days(2);
        assert_eq!(deliver(&house, &server.transport()).await, 0);
        assert_eq!(server.recipients(), Vec::<String>::new());
    }

    /// A wrong setting is nobody's refusal: the mail waits until it is put right.
    async fn a_server_that_wants_a_log_in_keeps_mail_waiting(house: House) {
        let server = MailServer::start();
        server.treat("any", "login");
        write(&house, "well").await;
        deliver(&house, &server.transport()).await;
        let kept = mail(&house, "well").await;
        assert_eq!((kept.state.as_str(), kept.last_error.as_deref()), ("waiting", Some("sender: 530")));
        server.get_well();
        house.pass_seconds(60);
        deliver(&house, &server.transport()).await;
        assert_eq!(server.recipients(), addresses(&["well"]));
    }

    /// Twelve tries in some days, then no more.
    async fn a_mail_is_given_up_after_twelve_tries(house: House) {
        let server = MailServer::start();
        server.treat("later", "later");
        write(&house, "later").await;
        for tries in 1..=12 {
            assert_eq!(deliver(&house, &server.transport()).await, 1, "{tries}");
            let kept = mail(&house, "later").await;
            assert_eq!((kept.tries, kept.state == "dead"), (tries, tries == 12));
            house.pass_seconds(6 * 3600);
        }
        assert_eq!(deliver(&house, &server.transport()).await, 0);
    }

    /// Three that hang leave a way for the others. Killed while it hangs, a mail is sent by the next server.
    async fn what_hangs_stops_no_other(house: House) {
        let server = MailServer::start();
        let mut expected = Vec::new();
        for number in 0..13 {
            let name = format!("p{number:02}");
            if number < 3 {
                server.treat(&name, "hang");
            }
            write(&house, &name).await;
            expected.push(format!("{name}@mail.example"));
        }
        let (services, transport) = (house.services.clone(), server.transport());
        let sending = tokio::spawn(async move { deliver_due(&services, &transport, &compose()).await });
        wait_for("the other ten arrive", async || server.accepted().len() == 10).await;
        assert!(!sending.is_finished());
        wait_for("they are written down", async || {
            house.mails().await.iter().filter(|mail| mail.state == "sent").count() == 10
        })
        .await;
        sending.abort();
        assert!(sending.await.is_err());

        server.get_well();
        assert_eq!(deliver(&house, &server.transport()).await, 0);
        house.pass_seconds(300);
        assert_eq!(deliver(&house, &server.transport()).await, 3);
        assert_eq!(server.recipients(), expected);
    }

    /// Several servers on one database, all of them woken at once.
    async fn several_servers_send_each_mail_once(house: House) {
        let server = MailServer::start();
        let mut expected = Vec::new();
        for number in 0..20 {
            let name = format!("p{number:02}");
            write(&house, &name).await;
            expected.push(format!("{name}@mail.example"));
        }
        at_once((0..4).map(|_| {
            let (services, transport) = (house.services.clone(), server.transport());
            async move { deliver_due(&services, &transport, &compose()).await.expect("delivered") }
        }))
        .await;
        assert_eq!(server.recipients(), expected);
    }

    /// A row that nobody understands stands in nobody's way.
    async fn a_mail_that_cannot_be_prepared_is_set_aside(house: House) {
        let server = MailServer::start();
        write(&house, "odd").await;
        assert_eq!(house.run("UPDATE outbox SET kind = 'nonsense'").await, 1);
        write(&house, "well").await;
        assert_eq!(deliver(&house, &server.transport()).await, 2);
        assert_eq!(server.recipients(), addresses(&["well"]));
        let kept = mail(&house, "odd").await;
        assert_eq!((kept.state.as_str(), kept.last_error.as_deref()), ("waiting", Some("not prepared")));
    }

    /// A certificate that nobody vouches for is refused; named in the settings it is trusted, for its own name.
    async fn a_certificate_must_be_trusted(house: House) {
        for (how, scheme, refusal) in [
            ("tls", "smtps://HOST:{port}", "connection"),
            ("starttls", "smtp://HOST:{port}?tls=required", "encryption"),
        ] {
            let server = MailServer::with_tls(how);
            write(&house, how).await;
            for (host, trusted) in [("localhost", None), ("127.0.0.1", Some(certificate()))] {
                deliver(&house, &server.secure(&scheme.replace("HOST", host), trusted)).await;
                let kept = mail(&house, how).await;
                let reason = kept.last_error.expect("a reason");
                assert!(kept.state == "waiting" && reason.starts_with(refusal), "{how}: {reason}");
                assert_eq!(server.accepted().len(), 0);
                house.pass_days(1);
            }
            deliver(&house, &server.secure(&scheme.replace("HOST", "localhost"), Some(certificate()))).await;
            assert_eq!(server.recipients(), addresses(&[how]));
            assert_eq!(server.accepted()[0]["tls"], true);
        }
    }

    /// A server that offers no TLS where it is required gets nothing.
    async fn nothing_is_sent_in_the_clear_where_tls_is_required(house: House) {
        let server = MailServer::start();
        write(&house, "well").await;
        deliver(&house, &server.secure("smtp://localhost:{port}?tls=required", Some(certificate()))).await;
        assert_eq!(mail(&house, "well").await.state, "waiting");
        assert_eq!(server.accepted().len(), 0);
    }

    /// Without a transport mail waits, as if it had not been tried.
    async fn without_a_transport_mail_waits(house: House) {
        write(&house, "well").await;
        assert_eq!(deliver(&house, &MailTransport::None).await, 0);
        let kept = mail(&house, "well").await;
        assert_eq!((kept.state.as_str(), kept.tries), ("waiting", 0));
    }

    /// The job sends what a workflow has written at once, and a stop lets it finish what is under way.
    async fn the_job_is_woken_and_finishes_what_it_began(house: House) {
        let server = MailServer::start();
        let family = house.family().await;
        let (stop, stopping) = watch::channel(false);
        let job = tokio::spawn(server::jobs::run(
            house.services.clone(),
            server.transport(),
            compose(),
            None,
            stopping,
        ));
        // Until it has looked once and waits.
        sleep(Duration::from_millis(200)).await;
        house.send(&family, written(house.book)).await;
        let woken = timeout(Duration::from_secs(3), async {
            while server.accepted().is_empty() {
                sleep(Duration::from_millis(20)).await;
            }
        });
        woken.await.expect("sooner than it looks by itself");

        server.treat("slow", "slow");
        write(&house, "slow").await;
        house.services.mail_waiting.notify_one();
        wait_for("it is claimed", async || {
            let claimed = "SELECT COUNT(*) AS n FROM outbox WHERE claimed_until IS NOT NULL AND state = 'waiting'";
            house.number(claimed).await == 1
        })
        .await;
        stop.send_replace(true);
        job.await.expect("stopped well");
        assert_eq!(mail(&house, "slow").await.state, "sent");
        assert_eq!(server.accepted().len(), 2);
    }
}

/// `contact-book check` learns whether letters would be taken, and hands none over.
#[tokio::test]
async fn a_greeting_sends_nothing() {
    let server = MailServer::start();
    let MailTransport::Smtp(smtp) = server.transport() else { panic!("an SMTP server") };
    smtp.greet().await.expect("greeted");
    assert_eq!(server.accepted().len(), 0);
    let required = server.secure("smtp://localhost:{port}?tls=required", Some(certificate()));
    let MailTransport::Smtp(required) = required else { panic!("an SMTP server") };
    assert!(required.greet().await.is_err(), "it offers no TLS");
    drop(server);
    assert!(smtp.greet().await.is_err(), "nobody is there");
}

/// Where nothing can be written, as on a full disk, nothing is sent, and the job learns that nothing moved. On SQLite
/// alone, since each engine makes triggers in its own words.
#[tokio::test(flavor = "multi_thread")]
async fn mail_that_cannot_be_taken_is_not_counted() {
    let house = House::on(Engine::Sqlite).await;
    let server = MailServer::start();
    for number in 0..25 {
        write(&house, &format!("well{number}")).await;
    }
    let full = "CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END";
    let change = async |statement: &'static str| {
        let mut db = house.services.database.write().await.expect("a transaction");
        sqlx::query(statement).execute(&mut *db).await.expect(statement);
        db.commit().await.expect("kept");
    };
    change(full).await;
    assert_eq!(deliver(&house, &server.transport()).await, 0);
    assert_eq!(server.accepted().len(), 0);
    change("DROP TRIGGER full").await;
    assert_eq!(deliver(&house, &server.transport()).await, 20);
    assert_eq!(deliver(&house, &server.transport()).await, 5);
    assert_eq!(server.accepted().len(), 25);
}
