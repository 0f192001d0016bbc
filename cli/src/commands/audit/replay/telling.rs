//! What a replay tells entry by entry.

use exequatur_client::audit::{Deadline, Exhibit, Step};
use exequatur_client::files::Token;

use super::super::exhibits::{Comparison, Fit};
use super::super::facts::{deadline_line, deadline_value, step_lines, step_value};
use crate::commands::evidence;
use crate::error::CliError;
use crate::report::{Report, print_line};
use crate::spool::Spool;

/// Tells what goes by: people at once, programs in lists that wait for the document.
pub struct Teller<'a> {
    token: &'a Token,
    summary: bool,
    comparison: Option<Comparison>,
    /// Nothing for people.
    lists: Option<Lists>,
}

/// What is told of a record entry by entry.
#[derive(Default)]
struct Lists {
    entries: Spool,
    deadlines: Spool,
    exhibits: Spool,
    exhibit_files: Spool,
}

impl<'a> Teller<'a> {
    /// Before the first entry. `summary` leaves out entries, and exhibits that fit.
    pub fn new(
        token: &'a Token,
        for_programs: bool,
        summary: bool,
        comparison: Option<Comparison>,
    ) -> Self {
        Teller {
            token,
            summary,
            comparison,
            lists: for_programs.then(Lists::default),
        }
    }

    /// Tells of the next entry.
    ///
    /// # Errors
    /// If there is no room for what waits.
    pub fn tell(&mut self, step: &Step, deadlines: &[Deadline]) -> Result<(), CliError> {
        let exhibit = Exhibit::of(step);
        let compared = match (&exhibit, &mut self.comparison) {
            (Some(exhibit), Some(comparison)) => Some(comparison.take(exhibit)),
            _ => None,
        };
        let compared = compared.filter(|one| !self.summary || one.fit != Fit::Fits);
        let Some(lists) = &mut self.lists else {
            if !self.summary {
                print_line(&step_lines(step, self.token));
            }
            let compared = compared.map(|one| one.line);
            let lines = deadlines.iter().map(deadline_line).chain(compared);
            lines.for_each(|line| print_line(&line));
            return Ok(());
        };
        if !self.summary {
            lists.entries.push(&step_value(step, self.token))?;
            if let Some(exhibit) = &exhibit {
                lists.exhibits.push(&evidence::value(exhibit, None))?;
            }
        }
        for deadline in deadlines {
            lists.deadlines.push(&deadline_value(deadline))?;
        }
        if let Some(compared) = compared {
            lists.exhibit_files.push(&compared.value)?;
        }
        Ok(())
    }

    /// Tells of windows of time that belong to no entry.
    ///
    /// # Errors
    /// As [`Self::tell`].
    pub fn tell_deadlines(&mut self, deadlines: &[Deadline]) -> Result<(), CliError> {
        for deadline in deadlines {
            match &mut self.lists {
                Some(lists) => lists.deadlines.push(&deadline_value(deadline))?,
                None => print_line(&deadline_line(deadline)),
            }
        }
        Ok(())
    }

    /// The report with the lists in it, and how exhibits compared.
    ///
    /// # Errors
    /// If there is no room for what waits.
    pub fn end(self, mut report: Report) -> Result<(Report, Option<Comparison>), CliError> {
        if let Some(lists) = self.lists {
            report = report
                .rows("entries", lists.entries.rows()?)
                .rows("deadlines", lists.deadlines.rows()?)
                .rows("exhibits", lists.exhibits.rows()?);
            if self.comparison.is_some() {
                report = report.rows("exhibit_files", lists.exhibit_files.rows()?);
            }
        }
        Ok((report, self.comparison))
    }
}
